package nextbest.imports;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Two spellings of one header, or of one name, brought to one form. */
final class Headers {
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Headers() {}

    /** Lower case words with one blank between them: {@code CloseDate}, {@code close_date} and {@code Close Date} agree. */
    static String normal(String header) {
        String spaced = CAMEL.matcher(header).replaceAll(" ");
        return NOT_WORD.matcher(spaced.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    /** As {@link #normal}, without accents, and with {@code ss} for {@code ß}: {@code Währung} and {@code wahrung} agree. */
    static String folded(String header) {
        String normal = normal(header);
        boolean plain = normal.chars().allMatch(c -> c < 0x80);
        return plain
                ? normal
                : MARKS.matcher(Normalizer.normalize(normal, Normalizer.Form.NFKD))
                        .replaceAll("")
                        .replace("ß", "ss");
    }

    /** A name without case, blanks, punctuation and accents: {@code GTX Pro} and {@code GTXPro} agree. */
    static String bare(String name) {
        String folded =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        return NOT_WORD.matcher(folded.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
