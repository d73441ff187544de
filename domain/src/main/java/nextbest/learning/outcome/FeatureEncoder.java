package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * From words and numbers to a vector, as learned on the training rows only. A word that was seen at least
 * {@value #FEWEST} times is one flag; rarer and unseen words are all flags off, which is the average case. Words that are
 * steps of a {@linkplain WordScale scale} are one position on it, and a flag for whatever is no step. A number is two
 * features, its distance from the median in robust units, cut at ±3, and its rank, scaled to about unit variance; unknown
 * is a flag of its own.
 */
final class FeatureEncoder {
    private static final int FEWEST = 2;
    private static final int MOST_WORDS = 60;

    private final List<Part> parts = new ArrayList<>();
    private int width;

    FeatureEncoder(OutcomeTable table, int[] rows) {
        for (OutcomeTable.Column column : table.columns()) {
            Part part = switch (column) {
                case OutcomeTable.Words words ->
                    WordScale.fits(words, rows) ? new ScalePart(width) : new WordPart(words, rows, width);
                case OutcomeTable.Numbers numbers -> new NumberPart(numbers, rows, width);
            };
            parts.add(part);
            width += part.width();
        }
    }

    /** Number of features, without the intercept. */
    int width() {
        return width;
    }

    double[] encode(OutcomeTable table, int row) {
        double[] x = new double[width];
        for (int c = 0; c < parts.size(); c++) {
            parts.get(c).encode(table.columns().get(c), row, x);
        }
        return x;
    }

    double[][] encode(OutcomeTable table, int[] rows) {
        double[][] x = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            x[i] = encode(table, rows[i]);
        }
        return x;
    }

    private sealed interface Part {
        int width();

        void encode(OutcomeTable.Column column, int row, double[] x);
    }

    private static final class WordPart implements Part {
        private final Map<String, Integer> flags = new LinkedHashMap<>();

        WordPart(OutcomeTable.Words words, int[] rows, int start) {
            Map<String, Integer> counts = new TreeMap<>();
            for (int row : rows) {
                counts.merge(words.at(row), 1, Integer::sum);
            }
            counts.entrySet().stream()
                    .filter(e -> e.getValue() >= FEWEST)
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(MOST_WORDS)
                    .forEach(e -> flags.put(e.getKey(), start + flags.size()));
        }

        @Override
        public int width() {
            return flags.size();
        }

        @Override
        public void encode(OutcomeTable.Column column, int row, double[] x) {
            Integer flag = flags.get(((OutcomeTable.Words) column).at(row));
            if (flag != null) {
                x[flag] = 1;
            }
        }
    }

    private record ScalePart(int start) implements Part {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public void encode(OutcomeTable.Column column, int row, double[] x) {
            OptionalDouble position = WordScale.position(((OutcomeTable.Words) column).at(row));
            if (position.isPresent()) {
                x[start] = position.getAsDouble();
            } else {
                x[start + 1] = 1;
            }
        }
    }

    private static final class NumberPart implements Part {
        private final double[] sorted;
        private final double median;
        private final double scale;
        private final int start;

        NumberPart(OutcomeTable.Numbers numbers, int[] rows, int start) {
            this.start = start;
            sorted = Arrays.stream(rows)
                    .mapToDouble(r -> numbers.values()[r])
                    .filter(v -> !Double.isNaN(v))
                    .sorted()
                    .toArray();
            median = quantile(0.5);
            double spread = (quantile(0.75) - quantile(0.25)) / 1.349;
            if (spread == 0) {
                spread = (quantile(0.99) - quantile(0.01)) / 4.65;
            }
            scale = spread > 0 ? spread : 1;
        }

        private double quantile(double p) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.round(p * (sorted.length - 1))];
        }

        @Override
        public int width() {
            return 3;
        }

        @Override
        public void encode(OutcomeTable.Column column, int row, double[] x) {
            double value = ((OutcomeTable.Numbers) column).values()[row];
            if (Double.isNaN(value)) {
                x[start + 2] = 1;
            } else if (sorted.length > 0) {
                x[start] = Math.clamp((value - median) / scale, -3, 3);
                x[start + 1] = (rank(value) - 0.5) * Math.sqrt(12);
            }
        }

        private double rank(double value) {
            int at = Arrays.binarySearch(sorted, value);
            if (at < 0) {
                return (-at - 1) / (double) sorted.length;
            }
            int first = at;
            int last = at;
            while (first > 0 && sorted[first - 1] == value) {
                first--;
            }
            while (last < sorted.length - 1 && sorted[last + 1] == value) {
                last++;
            }
            return ((first + last) / 2.0 + 0.5) / sorted.length;
        }
    }
}
