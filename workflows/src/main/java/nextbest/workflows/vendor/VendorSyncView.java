package nextbest.workflows.vendor;

/**
 * Where a line stands.
 *
 * @param stage {@code loading}, {@code listening}, {@code walking} or {@code waiting for a person}
 * @param records read or written since the workflow began
 * @param refused of them, wholly or in part
 */
public record VendorSyncView(String stage, long records, long refused) {}
