package nextbest.outcome;

/** What the client made of something that was presented to it. Exactly one is current once it was presented. */
public enum ClientDisposition {
    NO_ANSWER,
    INTERESTED,
    ACCEPTED,
    REFUSED
}
