package nextbest.store.event;

import java.util.Locale;

/** Stage names are compared without regard to case and surrounding space: people type them. */
public final class StageNames {
    private StageNames() {}

    /** The key under which a stage is kept. */
    public static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
