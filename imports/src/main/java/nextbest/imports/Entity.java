package nextbest.imports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What one row of a table is; in the order in which tables are emitted, so that a reference finds what it names. */
public enum Entity {
    REP,
    PRODUCT,
    CLIENT,
    DEAL;

    /** The name in mapping files and event ids: {@code reps}, {@code products}, {@code clients}, {@code deals}. */
    public String plural() {
        return name().toLowerCase(Locale.ROOT) + "s";
    }

    /** The name in references: {@code rep}, {@code product}, {@code client}, {@code deal}. */
    public String singular() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Entity> ofPlural(String text) {
        return Arrays.stream(values()).filter(e -> e.plural().equals(text)).findFirst();
    }
}
