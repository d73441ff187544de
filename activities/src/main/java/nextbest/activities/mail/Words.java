package nextbest.activities.mail;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Words from records, made fit to stand in a sentence of ours: one line, of sensible length, and without characters that
 * turn the direction of what follows, hide, or are none. Mark-up stays what it is: words; whoever writes HTML escapes it.
 */
final class Words {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';
    /** A letter with more marks on it than this is not a letter but an attack on the lines above. */
    private static final int CODE_UNITS_PER_CHARACTER = 4;

    private Words() {}

    /**
     * @param most characters as a reader counts them (grapheme clusters); what is longer ends in an ellipsis
     * @return never blank
     */
    static String fit(String words, int most) {
        String cut = cut(visible(words), most);
        if (cut.isEmpty()) {
            return "–";
        }
        return isRightToLeft(cut) ? FIRST_STRONG_ISOLATE + cut + POP_ISOLATE : cut;
    }

    private static String visible(String words) {
        StringBuilder out = new StringBuilder(Math.min(words.length(), 4_096));
        words.codePoints().limit(100_000).forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append('\uFFFD');
            } else if (!isHidden(c)) {
                out.appendCodePoint(c);
            }
        });
        return out.toString().strip();
    }

    /** Characters that show nothing; joiners are kept, because emoji and some scripts need them. */
    private static boolean isHidden(int c) {
        boolean joiner = c == 0x200C || c == 0x200D;
        boolean tag = c >= 0xE0000 && c <= 0xE007F;
        boolean none = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        return tag || none || (Character.getType(c) == Character.FORMAT && !joiner);
    }

    private static String cut(String words, int most) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(words);
        int end = 0;
        for (int count = 0; count < most - 1; count++) {
            int next = characters.next();
            if (next == BreakIterator.DONE) {
                return words;
            }
            if (next > most * CODE_UNITS_PER_CHARACTER) {
                return words.substring(0, end).stripTrailing() + "…";
            }
            end = next;
        }
        // one more fits, if it is the last
        int last = characters.next();
        if (last == BreakIterator.DONE || (last == words.length() && last <= most * CODE_UNITS_PER_CHARACTER)) {
            return words;
        }
        return words.substring(0, end).stripTrailing() + "…";
    }

    private static boolean isRightToLeft(String words) {
        return words.codePoints().anyMatch(c -> switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
            default -> false;
        });
    }
}
