package nextbest.vendors.port;

import nextbest.fact.Keyed;

/** The kinds of records that are read, in the order in which they can be taken in: each refers only to earlier ones. */
public enum Kind implements Keyed {
    REP(Capability.READ_REPS),
    CLIENT(Capability.READ_PEOPLE),
    CONTACT(Capability.READ_PEOPLE),
    DEAL(Capability.READ_DEALS),
    ACTIVITY(Capability.READ_ACTIVITIES),
    CALL(Capability.READ_CALLS),
    /** A task that we wrote: only hinted at, and asked for with {@link Tasks#standings}. */
    TASK(Capability.READ_TASKS);

    private final Capability needs;

    Kind(Capability needs) {
        this.needs = needs;
    }

    /** What a vendor must declare to be asked for it. */
    public Capability needs() {
        return needs;
    }
}
