package nextbest.topics;

import java.util.Objects;
import java.util.Set;

/**
 * What somebody said, and what it means.
 *
 * @param text the words
 * @param labels all labels it carries; may be none
 */
public record LabelledText(String text, Set<String> labels) {
    /** Rejects a blank text. */
    public LabelledText {
        labels = Set.copyOf(labels);
        if (Objects.requireNonNull(text, "text").isBlank()) {
            throw new IllegalArgumentException("expected a text with at least one word for labels " + labels);
        }
    }
}
