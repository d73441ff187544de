package nextbest.imports;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The months as English, German, French and Spanish write them, in full or as usually shortened. */
final class MonthNames {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** By month from 1, without accents. No word means two months. */
    private static final String[] WORDS = {
        "january jan januar janner jaenner janvier janv enero ene",
        "february feb februar feber fevrier fevr fev febrero",
        "march mar marz maerz mrz mars marzo",
        "april apr avril avr abril abr",
        "may mai mayo",
        "june jun juni juin junio",
        "july jul juli juillet juil julio",
        "august aug aout agosto ago",
        "september sep sept septembre septiembre setiembre set",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez decembre diciembre dic",
    };

    private static final Map<String, Integer> MONTHS = months();

    private MonthNames() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < WORDS.length; i++) {
            for (String word : WORDS[i].split(" ", -1)) {
                if (months.put(word, i + 1) != null) {
                    throw new IllegalStateException(word + " stands for two months");
                }
            }
        }
        return months;
    }

    /** The month from 1 to 12 that a word names, in any case, with or without accents. */
    static Optional<Integer> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Integer month = MONTHS.get(lower);
        return Optional.ofNullable(
                month != null
                        ? month
                        : MONTHS.get(MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD))
                                .replaceAll("")));
    }
}
