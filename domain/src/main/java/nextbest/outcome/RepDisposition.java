package nextbest.outcome;

/** What the rep did with one delivered recommendation. Exactly one is current at any time. */
public enum RepDisposition {
    /** Delivered, and nothing heard yet. */
    NO_ANSWER,
    /** The card was opened. */
    VIEWED,
    /** The rep says it will be done. */
    ACCEPTED,
    /** Not for this deal, with a {@link DismissReason}. */
    DISMISSED,
    /** Not to be put before the client, with a {@link KeepBackReason}. */
    KEPT_BACK,
    /** Ask again later. */
    SNOOZED,
    /** The rep did something else; the other action is named. */
    OVERRIDDEN,
    /** It was done. */
    EXECUTED,
    /** The window for an answer closed without one. */
    IGNORED
}
