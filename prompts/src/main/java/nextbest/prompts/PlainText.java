package nextbest.prompts;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Text of others made fit to be given to a model, or to be called by name. */
public final class PlainText {
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    /** Something to click, to write to or to ring, or the beginning of markup. */
    private static final Pattern REACHES_OUT = Pattern.compile(
            "(?i)[a-z][a-z0-9+.-]*://|www\\.|[\\p{L}\\p{N}]\\.[\\p{L}]{2,}|@|\\d(?:[\\s().-]?\\d){6,}|[<>\\[\\]{}`|\\\\\uE000-\uE00F\"“”„]");

    private PlainText() {}

    /** Without control, invisible and private characters; each run of white space is one space. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> plain.append(' ');
                case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED -> {}
                default -> plain.appendCodePoint(c);
            }
        });
        return SPACES.matcher(plain).replaceAll(" ").strip();
    }

    /**
     * The beginning of a text, cut at a word.
     *
     * @param most characters
     */
    public static String of(String text, int most) {
        String plain = of(text.length() > 8 * most ? text.substring(0, 8 * most) : text);
        if (plain.length() <= most) {
            return plain;
        }
        int cut = plain.lastIndexOf(' ', most);
        return plain.substring(0, cut > most / 2 ? cut : most);
    }

    /** Whether a value is short and harmless enough to be called by: at most 8 words, and nothing that reaches out. */
    static boolean isName(String clean) {
        return !clean.isBlank()
                && clean.length() <= CardDossiers.MOST_NAME
                && clean.chars().filter(c -> c == ' ').count() < 8
                && !REACHES_OUT.matcher(clean).find();
    }
}
