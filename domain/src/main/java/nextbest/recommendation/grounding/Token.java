package nextbest.recommendation.grounding;

import java.util.List;
import java.util.Optional;

/**
 * A word, phrase, value, name or punctuation mark of a text.
 *
 * @param text as it stands there
 * @param entry what the lexicon says; empty for values, punctuation and names that are no words
 * @param value what number, amount or date it is; none or one
 * @param names indexes of the names that it may be; none unless it is a name
 * @param context whether it only says whose something is: 'the buyer's', 'at Acme'
 */
record Token(String text, Optional<Lexicon.Entry> entry, List<Value> value, List<Integer> names, boolean context) {
    static Token word(String text, Lexicon.Entry entry, boolean context) {
        return new Token(text, Optional.of(entry), List.of(), List.of(), context);
    }

    static Token value(String text, Value value) {
        return new Token(text, Optional.empty(), List.of(value), List.of(), false);
    }

    /** @param word what it means as a word, if it is one */
    static Token name(String text, List<Integer> names, boolean context, Optional<Lexicon.Entry> word) {
        return new Token(text, word, List.of(), names, context);
    }

    static Token mark(String text) {
        return new Token(text, Optional.empty(), List.of(), List.of(), false);
    }

    boolean isMark() {
        return entry.isEmpty() && value.isEmpty() && names.isEmpty();
    }

    boolean is(Lexicon.Use use) {
        return entry.isPresent() && entry.get().is(use);
    }

    /** Whether a segment may end before it and begin after it. */
    boolean breaks() {
        return isMark() || is(Lexicon.Use.BREAK) || is(Lexicon.Use.CAUSE);
    }

    boolean isFree() {
        return is(Lexicon.Use.FREE) || isMark();
    }
}
