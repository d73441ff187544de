package nextbest.workflows.subjectloop;

import java.util.Locale;

/** Where in the loop a subject is. */
public enum LoopStage {
    ANALYZE,
    PRESENT,
    TRACK,
    LEARN,
    PAUSED,
    ENDED;

    /** As operators search for it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
