package nextbest.outcome;

/** Why a rep keeps a recommendation from the client. Product management reads these. */
public enum KeepBackReason {
    /** It would cost the relationship more than it brings. */
    RELATIONSHIP,
    /** The client has heard enough from us lately. */
    TOO_MUCH_CONTACT,
    /** The product does not suit the client. */
    UNSUITABLE_PRODUCT,
    /** The price would not be accepted. */
    PRICE,
    /** Rules or a pending check forbid it. */
    COMPLIANCE,
    /** The material is not good enough. */
    MATERIAL,
    /** A better moment is known. */
    TIMING
}
