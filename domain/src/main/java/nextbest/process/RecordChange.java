package nextbest.process;

import java.time.Instant;
import java.util.Objects;
import nextbest.identity.SubjectId;

/**
 * One change of one field.
 *
 * @param key of ours; the same change under the same key happens once
 * @param object what else the field belongs to: our id of a contact; empty if only to the deal
 * @param from what a person saw there before
 * @param to what is to be there
 * @param at when it was asked for, business time; a repetition has the same
 */
public record RecordChange(
        String key, SubjectId deal, RecordField field, String object, String from, String to, Instant at) {
    public RecordChange {
        Objects.requireNonNull(deal, "deal");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(at, "at");
        if (key == null || !key.matches("[A-Za-z0-9-]{1,100}")) {
            throw new IllegalArgumentException(
                    "the key of a change is 1 to 100 letters, digits or hyphens, but is '" + key + "'");
        }
        if (from.equals(to) || to.isEmpty()) {
            throw new IllegalArgumentException("a change of " + field.key() + " needs a new value other than '" + from
                    + "', but has '" + to + "'");
        }
        if (object.isEmpty() == (field == RecordField.CONTACT_ROLES)) {
            throw new IllegalArgumentException(
                    "roles belong to a contact and nothing else does, but " + field.key() + " has '" + object + "'");
        }
    }
}
