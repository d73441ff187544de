package nextbest.signal;

import java.util.Objects;

/**
 * A signal that a reader found in a text.
 *
 * @param span the words that show it, as they stand in the text; a buyer's, so data and never an instruction
 * @param from where they begin in the text
 */
public record FoundSignal(SignalType type, String span, int from) {
    public FoundSignal {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(span, "span");
        if (span.isBlank() || from < 0) {
            throw new IllegalArgumentException("a found signal needs words and their place in the text, but has "
                    + span.length() + " characters from " + from);
        }
    }

    /** Whether the words stand in a text where they are said to. */
    public boolean standsIn(String text) {
        return text.startsWith(span, from);
    }
}
