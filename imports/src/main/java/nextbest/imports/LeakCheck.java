package nextbest.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks for columns that give the outcome away: those from which alone won and lost can be told nearly without error, and
 * those that are filled only after closing.
 *
 * <p>The measure is the area under the ROC curve, P(score of a won deal &gt; score of a lost one) + ½ P(equal), of the
 * column's own numbers, or for texts of the win rate of each value, estimated on one half of the deals and measured on the
 * other (halves by a hash of the deal's id), both ways. 0.5 says nothing, 1 says all; below 0.5 the mirror image counts.
 */
final class LeakCheck {
    /** A column at or above this area nearly decides the outcome. */
    static final double DECIDES = 0.98;

    /** A column that closed deals fill by this share more often than open ones is written at closing. */
    static final double FILLED_AFTER = 0.98;

    private static final int LEAST_PER_OUTCOME = 10;
    private static final int LEAST_OPEN = 20;
    private static final int MOST_VALUES = 5_000;

    private final TableProfile profile;
    private final List<Column> columns = new ArrayList<>();

    private static final class Column {
        final int index;
        final Optional<NumberShape> numbers;
        final Map<String, int[]> texts = new HashMap<>();
        final Map<Integer, int[]> buckets = new TreeMap<>();
        final long[] filled = new long[3];
        final long[] total = new long[3];
        final String header;

        Column(int index, String header, Optional<NumberShape> numbers) {
            this.index = index;
            this.header = header;
            this.numbers = numbers;
        }
    }

    LeakCheck(TableProfile profile, TableMapping mapping) {
        this.profile = profile;
        List<Role> own = List.of(Role.ID, Role.STAGE, Role.OUTCOME);
        for (int i = 0; i < profile.columns().size(); i++) {
            int index = i;
            boolean outcomeItself =
                    mapping.uses().stream().anyMatch(use -> use.index() == index && own.contains(use.role()));
            ColumnProfile column = profile.columns().get(i);
            if (!outcomeItself && !column.header().isEmpty()) {
                boolean numeric = column.numberShare() >= 0.9 && column.distinct() > 2;
                columns.add(new Column(i, column.header(), numeric ? Optional.of(column.numbers()) : Optional.empty()));
            }
        }
    }

    void add(Row row, String dealId, StageWords.Result result) {
        int which = result.place();
        int half = Math.floorMod(dealId.hashCode(), 2);
        for (Column column : columns) {
            String cell = row.cell(column.index);
            column.total[which]++;
            if (!cell.isEmpty()) {
                column.filled[which]++;
            }
            if (result == StageWords.Result.OPEN) {
                continue;
            }
            int won = result == StageWords.Result.WON ? 0 : 1;
            if (column.numbers.isPresent()) {
                column.numbers
                        .get()
                        .read(cell)
                        .ifPresent(q -> column.buckets
                                .computeIfAbsent(bucket(q.value().doubleValue()), b -> new int[2])[won]++);
            } else {
                int[] counts = column.texts.get(cell);
                if (counts == null && column.texts.size() < MOST_VALUES) {
                    counts = new int[4];
                    column.texts.put(cell, counts);
                }
                if (counts != null) {
                    counts[half * 2 + won]++;
                }
            }
        }
    }

    /** Columns that give the outcome away, in the order of the table. */
    List<ImportReport.Leak> findings(TableMapping mapping, ImportOptions options) {
        List<ImportReport.Leak> leaks = new ArrayList<>();
        for (Column column : columns) {
            long closed = column.total[1] + column.total[2];
            if (column.total[1] < LEAST_PER_OUTCOME || column.total[2] < LEAST_PER_OUTCOME) {
                continue;
            }
            double filledWon = column.filled[1] / (double) column.total[1];
            double filledLost = column.filled[2] / (double) column.total[2];
            double byFilling = 0.5 + Math.abs(filledWon - filledLost) / 2;
            double byValue = column.numbers.isPresent() ? areaOfNumbers(column) : areaOfTexts(column);
            double area = Math.max(byFilling, Math.max(byValue, 1 - byValue));
            double filledClosed = (column.filled[1] + column.filled[2]) / (double) closed;
            double filledOpen = column.total[0] == 0 ? 0 : column.filled[0] / (double) column.total[0];
            boolean after = column.total[0] >= LEAST_OPEN && filledClosed - filledOpen >= FILLED_AFTER;
            if (area >= DECIDES) {
                leaks.add(leak(
                        column,
                        "nearly decides the outcome: area under the ROC curve",
                        area,
                        closed,
                        mapping,
                        options));
            } else if (after) {
                leaks.add(leak(
                        column,
                        "filled only after closing: share filled of closed deals less that of open ones",
                        filledClosed - filledOpen,
                        closed + column.total[0],
                        mapping,
                        options));
            }
        }
        return leaks;
    }

    private ImportReport.Leak leak(
            Column column, String measure, double value, long rows, TableMapping mapping, ImportOptions options) {
        List<Role> roles = mapping.uses().stream()
                .filter(use -> use.index() == column.index)
                .map(ColumnUse::role)
                .toList();
        ImportReport.LeakTreatment treatment;
        if (named(options.drop(), column.header)
                || Boolean.FALSE.equals(mapping.leaky().get(column.header))) {
            treatment = ImportReport.LeakTreatment.DROPPED;
        } else if (roles.stream().allMatch(role -> role == Role.IGNORE)) {
            treatment = ImportReport.LeakTreatment.NOT_USED;
        } else if (named(options.keep(), column.header)
                || Boolean.TRUE.equals(mapping.leaky().get(column.header))) {
            treatment = ImportReport.LeakTreatment.KEPT;
        } else if (roles.stream().anyMatch(LeakCheck::optional)) {
            treatment = ImportReport.LeakTreatment.HELD_BACK;
        } else {
            treatment = ImportReport.LeakTreatment.OUTCOME_ONLY;
        }
        return new ImportReport.Leak(profile.table().name(), column.header, measure, value, rows, treatment);
    }

    /** Roles whose fields a decision would read as facts of the deal's beginning. */
    static boolean optional(Role role) {
        return role == Role.ATTRIBUTE || role == Role.BUDGET || role == Role.COMPETITORS || role == Role.DEMO_HELD;
    }

    static boolean named(java.util.Set<String> headers, String header) {
        String normal = Headers.normal(header);
        return headers.stream().anyMatch(h -> Headers.normal(h).equals(normal));
    }

    private static double areaOfNumbers(Column column) {
        List<int[]> ascending = new ArrayList<>(column.buckets.values());
        return area(ascending);
    }

    private static double areaOfTexts(Column column) {
        return (areaOfHalf(column, 0) + areaOfHalf(column, 1)) / 2;
    }

    /** Win rates from one half, order of the other half's deals by them. */
    private static double areaOfHalf(Column column, int learnedFrom) {
        int measured = 1 - learnedFrom;
        long won = 0;
        long lost = 0;
        for (int[] counts : column.texts.values()) {
            won += counts[learnedFrom * 2];
            lost += counts[learnedFrom * 2 + 1];
        }
        double prior = won + lost == 0 ? 0.5 : won / (double) (won + lost);
        TreeMap<Double, int[]> byRate = new TreeMap<>();
        for (int[] counts : column.texts.values()) {
            int w = counts[learnedFrom * 2];
            int l = counts[learnedFrom * 2 + 1];
            double rate = (w + prior) / (w + l + 1.0);
            int[] sum = byRate.computeIfAbsent(rate, r -> new int[2]);
            sum[0] += counts[measured * 2];
            sum[1] += counts[measured * 2 + 1];
        }
        return area(new ArrayList<>(byRate.values()));
    }

    /** The area from counts of won and lost per score, scores ascending. */
    private static double area(List<int[]> ascending) {
        double wonBetter = 0;
        double won = 0;
        double lostBelow = 0;
        for (int[] counts : ascending) {
            wonBetter += counts[0] * (lostBelow + counts[1] / 2.0);
            won += counts[0];
            lostBelow += counts[1];
        }
        return won == 0 || lostBelow == 0 ? 0.5 : wonBetter / (won * lostBelow);
    }

    /** Numbers in order-preserving buckets of under one percent width, so that memory stays bounded. */
    private static int bucket(double value) {
        int bits = Float.floatToIntBits((float) value);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ordered >> 14;
    }
}
