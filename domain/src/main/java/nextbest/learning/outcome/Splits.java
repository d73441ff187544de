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
     * k folds in which a group is never torn apart; groups are dealt out in random order, each to the smallest fold.
     *
     * @param group group number per row
     */
    public static List<Split> grouped(int[] group, int k, long seed) {
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
        int[] size = new int[k];
        for (int g : distinct) {
            int smallest = 0;
            for (int f = 1; f < k; f++) {
                smallest = size[f] < size[smallest] ? f : smallest;
            }
            for (int row : members.get(g)) {
                fold[row] = smallest;
                size[smallest]++;
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
