package nextbest.store.entity;

/** What can go by several names. */
public enum EntityKind {
    CLIENT,
    CONTACT,
    PRODUCT,
    /** Two records of one deal; never looked for, only told by a source or a person. */
    DEAL,
    /** The name of a competitor in deals and material. */
    COMPETITOR,
    /** A word for an industry. */
    INDUSTRY,
    /** A word for a country. */
    COUNTRY;

    /** Whether it has records of its own, with ids; the others are words in the records of something else. */
    public boolean hasRecords() {
        return switch (this) {
            case CLIENT, CONTACT, PRODUCT, DEAL -> true;
            case COMPETITOR, INDUSTRY, COUNTRY -> false;
        };
    }

    /** How events name it. */
    String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
