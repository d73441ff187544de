package nextbest.workflows.report;

/**
 * What became of a mail.
 *
 * @param outcome {@code delivered}, {@code refused} (the server never will), or why it was not sent
 */
public record SentReport(String outcome) {
    /** Whether it went out now. */
    public boolean isDelivered() {
        return "delivered".equals(outcome);
    }
}
