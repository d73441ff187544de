package nextbest.learning.outcome;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that people use as steps of a scale: no and yes; low, medium, high; small to large; bands such as 11-50. One
 * position on a line needs one coefficient where flags need one per word, which counts when there are a few hundred cases.
 * Positions lie in [−½, ½]; the words are everyday English and German and were not taken from any data set.
 */
final class WordScale {
    /** Share of the cases (without the unknown ones) whose word must be a step for a column to count as a scale. */
    private static final double ENOUGH = 0.98;

    private static final Pattern BAND = Pattern.compile("[<>≤≥]?\\s*(\\d[\\d.,']*)\\s*(?:[-–+].*|k|employees|users)?");
    private static final Map<String, Double> STEPS = steps();

    private WordScale() {}

    private static Map<String, Double> steps() {
        Map<String, Double> steps = new HashMap<>();
        put(steps, -0.5, "no", "n", "false", "none", "never", "low", "very low", "lowest", "small", "tiny", "micro");
        put(steps, -0.5, "bad", "poor", "weak", "negative", "cold", "unimportant", "not important", "unclear", "late");
        put(steps, -0.5, "slow", "slow down", "shrinking", "decline", "declining", "down", "falling", "short", "minor");
        put(steps, -0.5, "nein", "niedrig", "gering", "klein", "schlecht", "negativ", "unwichtig", "unklar", "kalt");
        put(steps, -0.25, "rarely", "seldom", "slightly", "below average", "somewhat low", "selten");
        put(steps, 0, "mid", "middle", "medium", "average", "moderate", "neutral", "stable", "flat", "fair", "partial");
        put(steps, 0, "partly", "maybe", "sometimes", "warm", "mixed", "average important", "somewhat important");
        put(steps, 0, "mittel", "teilweise", "vielleicht", "manchmal", "stabil", "durchschnittlich", "lauwarm");
        put(steps, 0.25, "often", "above average", "somewhat high", "good", "important", "oft", "gut", "wichtig");
        put(steps, 0.5, "yes", "y", "true", "full", "always", "high", "very high", "highest", "big", "large", "huge");
        put(steps, 0.5, "excellent", "very good", "strong", "positive", "hot", "very important", "critical", "clear");
        put(steps, 0.5, "fast", "growth", "growing", "rising", "up", "long", "major", "early", "enterprise");
        put(steps, 0.5, "ja", "hoch", "gross", "groß", "sehr gut", "positiv", "sehr wichtig", "klar", "heiß", "heiss");
        return Map.copyOf(steps);
    }

    private static void put(Map<String, Double> steps, double position, String... words) {
        for (String word : words) {
            steps.put(word, position);
        }
    }

    /** Whether nearly all known words of a column are steps, and at least two different ones occur. */
    static boolean fits(OutcomeTable.Words words, int[] rows) {
        int known = 0;
        int placed = 0;
        Set<Double> seen = new HashSet<>();
        for (int row : rows) {
            String word = words.at(row);
            if (!word.equalsIgnoreCase("Unknown")) {
                known++;
                OptionalDouble position = position(word);
                if (position.isPresent()) {
                    placed++;
                    seen.add(position.getAsDouble());
                }
            }
        }
        return seen.size() >= 2 && placed >= ENOUGH * known;
    }

    /** Where a word stands, empty for what is no step. */
    static OptionalDouble position(String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT);
        Double step = STEPS.get(plain);
        if (step != null) {
            return OptionalDouble.of(step);
        }
        Matcher band = BAND.matcher(plain);
        if (band.matches()) {
            double lower = number(band.group(1));
            // a million stands at the end
            return OptionalDouble.of(Math.min(Math.log10(1 + lower) / 6, 1) - 0.5);
        }
        return OptionalDouble.empty();
    }

    private static double number(String digits) {
        String plain = digits.replaceAll("[.,'](?=\\d{3})", "").replaceAll("[.,'].*", "");
        return plain.isEmpty() ? 0 : Double.parseDouble(plain);
    }
}
