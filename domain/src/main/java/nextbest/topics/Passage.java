package nextbest.topics;

import java.util.Objects;

/**
 * A piece of a document that the sentence model reads whole, and that a person can be shown as the reason of a match.
 *
 * @param ordinal its place among the passages of the document, from 0
 * @param from where it starts in the document's text, in characters
 * @param to where it ends, exclusive
 * @param text the characters between the two, white space at the ends left out
 */
public record Passage(int ordinal, int from, int to, String text) {
    /** The sentence model silently ignores what comes after about 110 words. */
    public static final int MAX_WORDS = 100;

    /** Rejects an empty passage and places that cannot be. */
    public Passage {
        Objects.requireNonNull(text, "text");
        if (ordinal < 0 || from < 0 || to <= from || text.isBlank()) {
            throw new IllegalArgumentException("expected ordinal >= 0, 0 <= from < to and a text, but got ordinal "
                    + ordinal + ", from " + from + ", to " + to + (text.isBlank() ? ", no text" : ""));
        }
    }
}
