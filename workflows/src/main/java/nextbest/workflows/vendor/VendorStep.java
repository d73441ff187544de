package nextbest.workflows.vendor;

/**
 * What a step did.
 *
 * @param more whether there is more of the same at once
 * @param records read or written
 * @param refused not taken, wholly or in part
 * @param walkDue whether everything is to be looked at again
 */
public record VendorStep(boolean more, int records, int refused, boolean walkDue) {}
