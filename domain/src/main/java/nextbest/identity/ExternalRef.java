package nextbest.identity;

/**
 * How another system names one of our entities. An entity may have several (two CRMs, a merge); a reference belongs to
 * one entity.
 *
 * @param source the system, for example {@code salesforce} or {@code file:crm}; lower case, without spaces
 * @param type the kind of record there, for example {@code deal}
 * @param id the identifier there, as found
 */
public record ExternalRef(String source, String type, String id) {
    /** Longer identifiers are refused: no system of the trade has them, and an index entry must stay small. */
    public static final int MAX_ID_LENGTH = 255;

    public ExternalRef {
        require(source, "source", 64);
        require(type, "type", 32);
        require(id, "id", MAX_ID_LENGTH);
    }

    private static void require(String value, String name, int max) {
        if (value == null || value.isBlank() || value.length() > max) {
            String seen = value == null
                    ? "nothing"
                    : value.length() > 40 ? value.length() + " characters" : "'" + value + "'";
            throw new IllegalArgumentException(
                    "an external reference needs a " + name + " of 1 to " + max + " characters, but has " + seen);
        }
    }
}
