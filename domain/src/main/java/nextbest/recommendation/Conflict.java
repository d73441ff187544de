package nextbest.recommendation;

import java.util.Objects;

/**
 * Two candidates that contradict each other, for a person to look at. The rep may choose the other one.
 *
 * @param shown the key of the candidate that is on the slate
 * @param kept the key of the candidate that was kept off it
 * @param text both sides as a sentence
 */
public record Conflict(String shown, String kept, Text text) {
    public Conflict {
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(kept, "kept");
        Objects.requireNonNull(text, "text");
    }
}
