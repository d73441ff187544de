package nextbest.workflows.vendor;

/**
 * What a step did.
 *
 * @param more whether there is more of the same at once
 * @param records read or written
 * @param refused not taken, wholly or in part
 * @param walkDue whether everything is to be looked at again
 * @param listens whether the vendor has a stream of changes to listen to; null: not said
 */
public record VendorStep(boolean more, int records, int refused, boolean walkDue, Boolean listens) {
    public VendorStep(boolean more, int records, int refused, boolean walkDue) {
        this(more, records, refused, walkDue, null);
    }
}
