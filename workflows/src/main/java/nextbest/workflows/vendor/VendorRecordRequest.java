package nextbest.workflows.vendor;

import java.util.UUID;

/**
 * A look at a field of a deal at a vendor, or a change of it that a rep asked for. Holds keys, ids and days only.
 *
 * @param source name of the connection
 * @param key names a change, the same for a repetition; empty: only a look
 * @param deal the vendor's id
 * @param field key of a {@link nextbest.process.RecordField}
 * @param contact the vendor's id of a contact, for roles; else empty
 * @param from what a person saw there before; empty: nothing
 * @param to what is to stand there; empty: nothing
 */
public record VendorRecordRequest(
        UUID tenant, String source, String key, String deal, String field, String contact, String from, String to) {
    /** Whether something is to be changed. */
    boolean changes() {
        return !key.isEmpty();
    }
}
