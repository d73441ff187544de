package nextbest.vendors.port;

import java.util.Set;
import nextbest.process.RecordField;

/**
 * Changes of deals in a vendor's system that a rep has asked for. A change carries the value that a person saw before, and is made
 * only if it still stands there; one that stands there already is as good as made, so that repeating does no harm, also after a
 * time-out. Putting back is a change from the new value to the old one.
 */
public interface DealChanges {
    /** What can be changed here; the same for the life of a connection. */
    Set<RecordField> changeable();

    /**
     * The value as it is there now, in our words as {@link RecordField} has them.
     *
     * @param deal the vendor's id
     * @param contact the vendor's id of a contact, for {@link RecordField#CONTACT_ROLES}; else empty
     * @return empty text: nothing is said there, or nothing that we have a word for
     * @throws VendorTrouble {@code REJECTED} if the deal is not there, {@code NOT_ABLE} for a field that cannot be changed
     */
    String value(String deal, RecordField field, String contact);

    /**
     * Changes a value.
     *
     * @param from what stood there; empty text: nothing
     * @param to what is to stand there; empty text: nothing
     * @throws VendorTrouble {@code REJECTED} if another value stands there or the vendor does not take the new one,
     *     {@code UNCERTAIN} if it is not known whether it was changed: ask again
     */
    void change(String deal, RecordField field, String contact, String from, String to);

    /** The refusal of a change because somebody was quicker. Values stand in no message: they are the organisation's. */
    static VendorTrouble moved(RecordField field) {
        return new VendorTrouble(
                VendorTrouble.Cause.REJECTED,
                "change " + field.key()
                        + " of a deal: expected the value that was shown before, but another one stands there now");
    }

    /** The refusal of a field that cannot be changed. */
    static VendorTrouble notChangeable(String vendor, RecordField field) {
        return new VendorTrouble(
                VendorTrouble.Cause.NOT_ABLE,
                vendor + " does not let " + field.key() + " of a deal be changed with this mapping");
    }
}
