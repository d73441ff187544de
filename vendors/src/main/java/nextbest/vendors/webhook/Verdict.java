package nextbest.vendors.webhook;

/** Whether a call is the vendor's. */
public sealed interface Verdict {
    /** It is. */
    record Genuine() implements Verdict {}

    /**
     * It is not, or is too old to say.
     *
     * @param reason what was expected and what was missing, without the signature
     */
    record Forged(String reason) implements Verdict {}
}
