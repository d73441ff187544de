package nextbest.learning.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WinProbabilityModelTest {
    @Test
    void unknownIsAValueThatCanMatter() {
        int n = 400;
        String[] budget = new String[n];
        boolean[] won = new boolean[n];
        for (int i = 0; i < n; i++) {
            budget[i] = i % 4 == 0 ? "" : i % 2 == 0 ? "yes" : "no";
            won[i] = i % 4 != 0 && i % 3 != 0;
        }
        OutcomeTable table = new OutcomeTable(n, List.of(new OutcomeTable.Words("budget", budget)));
        WinProbabilityModel model = WinProbabilityModel.train(table, won, rows(n));
        // unknown never won; known won in two of three cases
        assertThat(model.predict(table, 0).chance()).isLessThan(0.05);
        assertThat(model.predict(table, 1).chance()).isCloseTo(2 / 3.0, within(0.06));
    }

    @Test
    void withoutSignalTheChanceStaysNearTheBaseRate() {
        Data data = new Data(300, 5, false);
        WinProbabilityModel model = WinProbabilityModel.train(data.table, data.won, rows(300));
        double rate = IntStream.range(0, 300).filter(i -> data.won[i]).count() / 300.0;
        double farthest = IntStream.range(0, 300)
                .mapToDouble(i -> Math.abs(model.predict(data.table, i).chance() - rate))
                .max()
                .orElseThrow();
        assertThat(farthest).isLessThan(0.15);
    }

    @Test
    void numbersAndWordsTogetherAreLearnedAndWordsNeverSeenBeforeAreTheAverageCase() {
        Data data = new Data(1000, 6, true);
        WinProbabilityModel model = WinProbabilityModel.train(data.table, data.won, rows(700));
        double[] chance = IntStream.range(700, 1000)
                .mapToDouble(i -> model.predict(data.table, i).chance())
                .toArray();
        boolean[] won = new boolean[300];
        System.arraycopy(data.won, 700, won, 0, 300);
        // logit 1.5·z with z standard normal has AUC .80 at best (simulated with 10⁶ cases); three standard errors are
        // .08
        assertThat(Calibration.auc(chance, won)).isGreaterThan(0.72);
        OutcomeTable strange = new OutcomeTable(
                1,
                List.of(
                        new OutcomeTable.Numbers("z", new double[] {Double.NaN}),
                        new OutcomeTable.Words("w", new String[] {"never seen"})));
        assertThat(model.predict(strange, 0).chance()).isBetween(0.2, 0.8);
    }

    @Test
    void effectsThatOnlyCountTogetherAreLeftToTheTreesAndSumsToTheRegressions() {
        int n = 400;
        Random random = new Random(11);
        String[] a = new String[n];
        String[] b = new String[n];
        double[] z = new double[n];
        boolean[] together = new boolean[n];
        boolean[] sum = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean x = random.nextBoolean();
            boolean y = random.nextBoolean();
            z[i] = random.nextGaussian();
            a[i] = x ? "north" : "south";
            b[i] = y ? "new" : "renewal";
            // each word alone has no effect; both together decide four cases in five
            together[i] = (x == y) == random.nextDouble() < 0.8;
            sum[i] = random.nextDouble() < 1 / (1 + Math.exp(-(x ? 1 : -1) - (y ? 1 : -1) - z[i]));
        }
        OutcomeTable table = new OutcomeTable(
                n,
                List.of(
                        new OutcomeTable.Words("a", a),
                        new OutcomeTable.Words("b", b),
                        new OutcomeTable.Numbers("z", z)));
        WinProbabilityModel crossed = WinProbabilityModel.train(table, together, rows(n));
        WinProbabilityModel added = WinProbabilityModel.train(table, sum, rows(n));
        assertThat(crossed.mixture().trees()).isGreaterThan(0.8);
        assertThat(added.mixture().logistic()).isGreaterThan(0.6);
        assertThat(added.mixture().baseRate()).isLessThan(0.1);
    }

    @Test
    void idsAndColumnsWithoutValuesDoNotHurt() {
        int n = 200;
        Random random = new Random(12);
        String[] id = new String[n];
        double[] nothing = new double[n];
        Arrays.fill(nothing, Double.NaN);
        boolean[] won = new boolean[n];
        for (int i = 0; i < n; i++) {
            id[i] = "deal-" + i;
            won[i] = random.nextInt(4) == 0;
        }
        OutcomeTable table = new OutcomeTable(
                n, List.of(new OutcomeTable.Words("id", id), new OutcomeTable.Numbers("nothing", nothing)));
        WinProbabilityModel model = WinProbabilityModel.train(table, won, rows(150));
        double rate = IntStream.range(0, 150).filter(i -> won[i]).count() / 150.0;
        assertThat(model.predict(table, 170).chance()).isCloseTo(rate, within(0.02));
    }

    @Test
    void stepsOfAScaleKeepTheirOrderWithFewCases() {
        String[] size = new String[40];
        boolean[] won = new boolean[40];
        for (int i = 0; i < 40; i++) {
            // two of ten small ones were won, eight of ten large ones, nothing is known of the others
            size[i] = i < 20 ? "1-10" : "Unknown";
            size[i] = i >= 30 ? "1001-5000" : size[i];
            won[i] = i % 10 < (i < 20 ? 2 : i < 30 ? 5 : 8);
        }
        OutcomeTable table = new OutcomeTable(40, List.of(new OutcomeTable.Words("size", size)));
        WinProbabilityModel model = WinProbabilityModel.train(table, won, rows(40));
        OutcomeTable unseen = new OutcomeTable(1, List.of(new OutcomeTable.Words("size", new String[] {"51-200"})));
        assertThat(model.predict(unseen, 0).chance())
                .isBetween(
                        model.predict(table, 0).chance(),
                        model.predict(table, 35).chance());
        assertThat(WordScale.position("no").getAsDouble())
                .isLessThan(WordScale.position("yes").getAsDouble());
        assertThat(WordScale.position("Product A")).isEmpty();
    }

    @Test
    void oneOutcomeOnlyIsAnErrorThatSaysSo() {
        Data data = new Data(20, 1, false);
        assertThatThrownBy(() -> WinProbabilityModel.train(data.table, new boolean[20], rows(20)))
                .hasMessageContaining("all 20 training cases ended as lost");
    }

    @Property(tries = 100)
    void groupsAreNeverTornApartAndEveryRowIsJudgedOnce(
            @ForAll @IntRange(min = 20, max = 80) int n, @ForAll @IntRange(min = 2, max = 8) int k, @ForAll long seed) {
        Random random = new Random(seed);
        int[] group = new int[n];
        Arrays.setAll(group, i -> i < 8 ? i : random.nextInt(12));
        boolean[] won = new boolean[n];
        for (int i = 0; i < n; i++) {
            won[i] = random.nextBoolean();
        }
        int[] judged = new int[n];
        for (Splits.Split split : Splits.grouped(group, won, k, seed)) {
            int[] learned = Arrays.stream(split.train()).map(r -> group[r]).toArray();
            int[] tested = Arrays.stream(split.test()).map(r -> group[r]).toArray();
            assertThat(learned).doesNotContain(tested);
            Arrays.stream(split.test()).forEach(r -> judged[r]++);
        }
        assertThat(judged).containsOnly(1);
    }

    @Test
    void eachFoldHasItsShareOfWins() {
        int[] group = java.util.stream.IntStream.range(0, 200).toArray();
        boolean[] won = new boolean[200];
        for (int i = 0; i < 40; i++) {
            won[5 * i] = true;
        }
        for (Splits.Split split : Splits.grouped(group, won, 10, 3)) {
            assertThat(split.test()).hasSize(20);
            // 40 wins over 10 folds
            assertThat(Arrays.stream(split.test()).filter(r -> won[r]).count()).isEqualTo(4);
        }
    }

    @Test
    void forwardSplitsNeverLearnFromTheFutureNorFromTheSameMoment() {
        long[] time = {5, 1, 3, 3, 3, 2, 9, 7};
        Splits.Split split = Splits.forwardInTime(time, 0.4);
        long latest = Arrays.stream(split.train()).mapToLong(r -> time[r]).max().orElseThrow();
        long earliest =
                Arrays.stream(split.test()).mapToLong(r -> time[r]).min().orElseThrow();
        assertThat(latest).isLessThan(earliest);
        assertThat(split.train()).hasSize(5);
    }

    @Test
    void copiesOfARowFormOneGroup() {
        OutcomeTable table = new OutcomeTable(
                4,
                List.of(
                        new OutcomeTable.Words("a", new String[] {"x", "y", "x", ""}),
                        new OutcomeTable.Numbers("b", new double[] {1, 1, 1, Double.NaN})));
        int[] group = Splits.groupsOfIdenticalRows(table);
        assertThat(group[0]).isEqualTo(group[2]).isNotEqualTo(group[1]).isNotEqualTo(group[3]);
    }

    @Test
    void findsColumnsThatKnowTheOutcomeAndOnlyThose() {
        int n = 400;
        Data data = new Data(n, 9, true);
        double[] paid = new double[n];
        double[] closed = new double[n];
        String[] id = new String[n];
        boolean[] won = data.won;
        for (int i = 0; i < n; i++) {
            boolean decided = i < 300;
            paid[i] = decided ? (won[i] ? 100 + i : 0) : Double.NaN;
            closed[i] = decided ? i % 17 : Double.NaN;
            id[i] = "deal-" + i;
        }
        OutcomeTable table = new OutcomeTable(
                n,
                List.of(
                        data.table.columns().get(0),
                        data.table.columns().get(1),
                        new OutcomeTable.Numbers("paid", paid),
                        new OutcomeTable.Numbers("closed", closed),
                        new OutcomeTable.Words("id", id)));
        List<LeakageCheck.Warning> warnings = LeakageCheck.check(
                table, won, rows(300), IntStream.range(300, n).toArray());
        assertThat(warnings).extracting(LeakageCheck.Warning::column).containsExactly("paid", "paid", "closed", "id");
        assertThat(warnings.get(1).reason()).contains("probably knows the outcome");
        assertThat(warnings.get(2).reason()).contains("written after the outcome");
    }

    private static int[] rows(int n) {
        return IntStream.range(0, n).toArray();
    }

    /** z standard normal and a word of five; won with logit 1.5·z where there is signal. */
    private static final class Data {
        private final OutcomeTable table;
        private final boolean[] won;

        Data(int n, long seed, boolean signal) {
            Random random = new Random(seed);
            double[] z = new double[n];
            String[] w = new String[n];
            won = new boolean[n];
            for (int i = 0; i < n; i++) {
                z[i] = random.nextGaussian();
                w[i] = "w" + random.nextInt(5);
                won[i] = random.nextDouble() < (signal ? 1 / (1 + Math.exp(-1.5 * z[i])) : 0.4);
            }
            table = new OutcomeTable(n, List.of(new OutcomeTable.Numbers("z", z), new OutcomeTable.Words("w", w)));
        }
    }
}
