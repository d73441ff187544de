package nextbest.learning.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Ways to set cases aside so that a model is judged on what it has not seen, not even in a copy. */
public final class Splits {
    private static final double SURPRISING = 20;

    private Splits() {}

    /** Rows to learn from and rows to be judged on. */
    @SuppressWarnings("ArrayRecordComponent") // read by loops over rows
    public record Split(int[] train, int[] test) {}

    /**
     * Group numbers by content: rows that are alike in every column (and therefore could be copies) form a group.
     */
    public static int[] groupsOfIdenticalRows(OutcomeTable table) {
        return groupsOfIdenticalRows(table, IntStream.range(0, table.rows()).toArray());
    }

    /**
     * The same for some rows only: one group number, from 0 upwards without gaps, per element of {@code rows}. Columns that only
     * name the cases do not count: an id that differs does not make two copies of a case two cases.
     */
    public static int[] groupsOfIdenticalRows(OutcomeTable table, int[] rows) {
        List<OutcomeTable.Column> columns = table.columns().stream()
                .filter(column -> !LeakageCheck.namesCases(column, rows))
                .toList();
        if (columns.isEmpty()) {
            return IntStream.range(0, rows.length).toArray();
        }
        Map<List<Object>, Integer> ids = new HashMap<>();
        int[] group = new int[rows.length];
        for (int i = 0; i < group.length; i++) {
            List<Object> content = new ArrayList<>();
            for (OutcomeTable.Column column : columns) {
                switch (column) {
                    case OutcomeTable.Words words -> content.add(words.at(rows[i]));
                    case OutcomeTable.Numbers numbers -> content.add(numbers.values()[rows[i]]);
                }
            }
            group[i] = ids.computeIfAbsent(content, key -> ids.size());
        }
        return group;
    }

    /**
     * How many cases each row counts for: 1, or 1/m for each of m rows that are alike where these are most likely one case that
     * was written down m times. They are taken for that if fewer than half of the rows have a twin, and if there are more than
     * {@value #SURPRISING} times as many twins as columns that know nothing of each other would have by chance. Where most rows
     * have twins there are few kinds of cases, and each row is one.
     */
    static double[] weights(OutcomeTable table, int[] rows) {
        int[] group = groupsOfIdenticalRows(table, rows);
        int[] size = new int[Arrays.stream(group).max().orElse(-1) + 1];
        for (int g : group) {
            size[g]++;
        }
        double pairs = 0;
        int twins = 0;
        for (int m : size) {
            pairs += m * (m - 1.0) / 2;
            twins += m > 1 ? m : 0;
        }
        double n = rows.length;
        boolean copies = 2 * twins < rows.length && pairs > SURPRISING * n * (n - 1) / 2 * chanceOfATwin(table, rows);
        double[] weight = new double[rows.length];
        Arrays.setAll(weight, i -> copies ? 1.0 / size[group[i]] : 1);
        return weight;
    }

    /** The chance that two rows agree in every column that does not name cases, if the columns were independent. */
    private static double chanceOfATwin(OutcomeTable table, int[] rows) {
        double chance = 1;
        for (OutcomeTable.Column column : table.columns()) {
            if (!LeakageCheck.namesCases(column, rows)) {
                Map<Object, Integer> count = new HashMap<>();
                for (int row : rows) {
                    Object value = switch (column) {
                        case OutcomeTable.Words words -> words.at(row);
                        case OutcomeTable.Numbers numbers -> numbers.values()[row];
                    };
                    count.merge(value, 1, Integer::sum);
                }
                double same = 0;
                for (int m : count.values()) {
                    same += (double) m * m;
                }
                chance *= same / ((double) rows.length * rows.length);
            }
        }
        return chance;
    }

    /**
     * k folds in which a group is never torn apart and which have about as many won and lost cases each; groups are dealt out
     * in random order, each to the fold that it makes least uneven (least growth of the squared counts). Folds that happened
     * to have more wins than what is learned from would rank cases of different folds against each other wrongly.
     *
     * @param group group number per row
     * @param won outcome per row
     */
    public static List<Split> grouped(int[] group, boolean[] won, int k, long seed) {
        int[] distinct = Arrays.stream(group).distinct().toArray();
        if (k < 2 || distinct.length < k) {
            throw new IllegalArgumentException(
                    "expected 2 <= folds <= groups, but got " + k + " folds and " + distinct.length + " groups");
        }
        Map<Integer, List<Integer>> members = new HashMap<>();
        for (int r = 0; r < group.length; r++) {
            members.computeIfAbsent(group[r], g -> new ArrayList<>()).add(r);
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        PermutationSampler.shuffle(random, distinct);
        int[] fold = new int[group.length];
        long[][] count = new long[k][2];
        for (int g : distinct) {
            long wins = members.get(g).stream().filter(r -> won[r]).count();
            long losses = members.get(g).size() - wins;
            int best = 0;
            for (int f = 1; f < k; f++) {
                long less = growth(count[f], wins, losses) - growth(count[best], wins, losses);
                boolean smaller = count[f][0] + count[f][1] < count[best][0] + count[best][1];
                best = less < 0 || (less == 0 && smaller) ? f : best;
            }
            count[best][0] += wins;
            count[best][1] += losses;
            for (int row : members.get(g)) {
                fold[row] = best;
            }
        }
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < k; f++) {
            int left = f;
            splits.add(new Split(
                    IntStream.range(0, group.length)
                            .filter(r -> fold[r] != left)
                            .toArray(),
                    IntStream.range(0, group.length)
                            .filter(r -> fold[r] == left)
                            .toArray()));
        }
        return splits;
    }

    private static long growth(long[] count, long wins, long losses) {
        return wins * (2 * count[0] + wins) + losses * (2 * count[1] + losses);
    }

    /**
     * The past to learn from and the future to be judged on; cases of one moment stay on one side.
     *
     * @param time when each case was decided, in any unit
     * @param trainShare share of the cases in the past, in (0, 1)
     */
    public static Split forwardInTime(long[] time, double trainShare) {
        if (!(trainShare > 0 && trainShare < 1)) {
            throw new IllegalArgumentException("the share of the past must be in (0, 1), but is " + trainShare);
        }
        int[] order = IntStream.range(0, time.length)
                .boxed()
                .sorted(Comparator.comparingLong(r -> time[r]))
                .mapToInt(Integer::intValue)
                .toArray();
        int cut = (int) Math.round(trainShare * order.length);
        while (cut > 0 && cut < order.length && time[order[cut]] == time[order[cut - 1]]) {
            cut++;
        }
        if (cut == 0 || cut == order.length) {
            throw new IllegalArgumentException("all cases have the same time; there is no past to learn from");
        }
        return new Split(Arrays.copyOf(order, cut), Arrays.copyOfRange(order, cut, order.length));
    }
}
