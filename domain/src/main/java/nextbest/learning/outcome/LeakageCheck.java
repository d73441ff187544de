package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for columns that know the outcome: written after it, or only when it is known. It reports; the user decides.
 *
 * <ul>
 *   <li>A column that alone, in grouped cross-validation, ranks won above lost with AUC ≥ {@value #DECISIVE}.
 *   <li>A column whose being unknown nearly decides: AUC of the unknown flag ≥ {@value #DECISIVE}, or its gap to 1/2.
 *   <li>A column that is filled for decided cases and empty for open ones.
 *   <li>A column of words nearly all different: an id, from which nothing can be learned but the case itself.
 * </ul>
 */
public final class LeakageCheck {
    private static final double DECISIVE = 0.95;
    private static final int FOLDS = 5;
    private static final int FEWEST_FOR_AN_ID = 20;
    private static final Pattern ID_NAME = Pattern.compile("(?i)(.*[ _-])?(id|nr|no|key|number)|.*Id");

    private LeakageCheck() {}

    /** A column under suspicion and why. */
    public record Warning(String column, String reason) {}

    /**
     * Checks each column.
     *
     * @param decided rows whose outcome is known
     * @param open rows whose outcome is not known yet; may be empty
     */
    public static List<Warning> check(OutcomeTable table, boolean[] won, int[] decided, int[] open) {
        List<Warning> warnings = new ArrayList<>();
        for (OutcomeTable.Column column : table.columns()) {
            double filledDecided = filled(column, decided);
            double filledOpen = filled(column, open);
            if (open.length >= 20 && filledDecided > 0.9 && filledOpen < 0.1) {
                warnings.add(new Warning(
                        column.name(),
                        "is filled for %.0f %% of the decided cases and %.0f %% of the open ones: it is written after the outcome"
                                .formatted(100 * filledDecided, 100 * filledOpen)));
            }
            if (column instanceof OutcomeTable.Words words && isId(words, decided)) {
                warnings.add(new Warning(words.name(), "nearly every value occurs once: it looks like an id"));
            } else {
                double alone = aucAlone(table, column, won, decided);
                if (alone >= DECISIVE) {
                    warnings.add(new Warning(
                            column.name(),
                            "alone ranks won above lost with AUC %.3f: it probably knows the outcome"
                                    .formatted(alone)));
                } else {
                    unknownDecides(column, won, decided).ifPresent(warnings::add);
                }
            }
        }
        return warnings;
    }

    private static Optional<Warning> unknownDecides(OutcomeTable.Column column, boolean[] won, int[] decided) {
        double[] flag = new double[decided.length];
        boolean[] y = new boolean[decided.length];
        for (int i = 0; i < decided.length; i++) {
            flag[i] = unknown(column, decided[i]) ? 1 : 0;
            y[i] = won[decided[i]];
        }
        double auc = Calibration.auc(flag, y);
        double decisive = Math.max(auc, 1 - auc);
        return decisive >= DECISIVE
                ? Optional.of(new Warning(
                        column.name(),
                        "whether it is known nearly decides the outcome (AUC %.3f): it is written after the outcome"
                                .formatted(decisive)))
                : Optional.empty();
    }

    /**
     * Whether a column only numbers or names the cases: words nearly all different, or whole numbers all different that count on
     * from row to row or are called an id. Rows that differ in nothing else are the same case told twice.
     */
    static boolean namesCases(OutcomeTable.Column column, int[] rows) {
        return switch (column) {
            case OutcomeTable.Words words -> isId(words, rows);
            case OutcomeTable.Numbers numbers -> {
                boolean counts = rows.length >= FEWEST_FOR_AN_ID;
                boolean whole = counts;
                Set<Double> distinct = new HashSet<>();
                for (int i = 0; i < rows.length && whole; i++) {
                    double value = numbers.values()[rows[i]];
                    whole = value == Math.rint(value) && distinct.add(value);
                    counts &= i == 0 || value - numbers.values()[rows[i - 1]] == rows[i] - rows[i - 1];
                }
                yield whole && (counts || ID_NAME.matcher(numbers.name()).matches());
            }
        };
    }

    private static boolean isId(OutcomeTable.Words words, int[] rows) {
        Set<String> distinct = new HashSet<>();
        for (int row : rows) {
            distinct.add(words.at(row));
        }
        return rows.length >= FEWEST_FOR_AN_ID && distinct.size() > 0.9 * rows.length;
    }

    private static double aucAlone(OutcomeTable table, OutcomeTable.Column column, boolean[] won, int[] decided) {
        OutcomeTable alone = new OutcomeTable(table.rows(), List.of(column));
        int[] group = new int[decided.length];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        double[] chance = new double[decided.length];
        boolean[] y = new boolean[decided.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = won[decided[i]];
        }
        for (Splits.Split split : Splits.grouped(group, y, Math.min(FOLDS, decided.length), 1)) {
            int[] train = new int[split.train().length];
            boolean bothClasses = false;
            for (int i = 0; i < train.length; i++) {
                train[i] = decided[split.train()[i]];
                bothClasses |= won[train[i]] != won[train[0]];
            }
            if (!bothClasses) {
                return Double.NaN;
            }
            WinProbabilityModel model = WinProbabilityModel.logistic(alone, won, train);
            for (int i : split.test()) {
                chance[i] = model.predict(alone, decided[i]).chance();
            }
        }
        return Calibration.auc(chance, y);
    }

    private static double filled(OutcomeTable.Column column, int[] rows) {
        int count = 0;
        for (int row : rows) {
            count += unknown(column, row) ? 0 : 1;
        }
        return rows.length == 0 ? 0 : (double) count / rows.length;
    }

    private static boolean unknown(OutcomeTable.Column column, int row) {
        return switch (column) {
            case OutcomeTable.Words words -> words.at(row).equals("Unknown");
            case OutcomeTable.Numbers numbers -> Double.isNaN(numbers.values()[row]);
        };
    }
}
