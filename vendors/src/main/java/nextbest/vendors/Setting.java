package nextbest.vendors;

/**
 * Something that a connection is told.
 *
 * @param key in commands and JSON, for example {@code token}
 * @param secret whether it is sealed when kept, and never shown again
 * @param required whether nothing works without it
 * @param standard what holds if nothing is said; empty: nothing
 * @param meaning a sentence for the person who is asked
 */
public record Setting(String key, boolean secret, boolean required, String standard, String meaning) {
    public Setting {
        if (!key.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("a setting's key is lower case letters, digits and -, but is " + key);
        }
    }

    public static Setting must(String key, String meaning) {
        return new Setting(key, false, true, "", meaning);
    }

    public static Setting may(String key, String standard, String meaning) {
        return new Setting(key, false, false, standard, meaning);
    }

    public static Setting secret(String key, boolean required, String meaning) {
        return new Setting(key, true, required, "", meaning);
    }
}
