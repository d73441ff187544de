package nextbest.vendors.port;

import nextbest.fact.Keyed;

/** What a vendor can do for us. What it does not declare it refuses with {@link VendorTrouble.Cause#NOT_ABLE}. */
public enum Capability implements Keyed {
    /** Deals with what is known of them. */
    READ_DEALS,
    /** When a deal was in which stage, also before we were connected. */
    READ_STAGE_HISTORY,
    /** Clients and the people there. */
    READ_PEOPLE,
    /** Our own people: who owns a deal. */
    READ_REPS,
    /** Mails, calls, meetings and notes. */
    READ_ACTIVITIES,
    /** What was said in calls. */
    READ_CALLS,
    /** Tasks for reps. */
    WRITE_TASKS,
    /** A task that is written twice under the same key exists once, because the vendor sees to it. */
    WRITE_TASKS_ONCE,
    /** A person is put into a sequence of mails and calls that the vendor runs, where an action has been given one. */
    WRITE_SEQUENCES,
    /** Whether a task of ours was completed or deleted. */
    READ_TASKS,
    /** Changes of a deal that a rep asked for: at least its stage and close date. */
    CHANGE_DEALS,
    /** Tells us of changes by webhook. */
    TELL_CHANGES
}
