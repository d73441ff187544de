package nextbest.store.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nextbest.learning.statistics.StableHash;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares deals in which an action was carried out with deals in which it was not, at the same point of a stage.
 *
 * <p><b>Who is compared.</b> To each deal that got the action t days into a stage belong deals of the same stratum that were
 * in the stage for t days too and had not got it by then; what they do later is not looked at when they are chosen. Comparing
 * 'ever got it' with 'never got it' instead would credit the action with the time that a deal has to live to get it (immortal
 * time bias, Suissa 2008); this is the risk-set matching of Li, Propert and Rosenbaum (2001).
 *
 * <p><b>More often.</b> The mean over deals with the action of (moved on within the window after t) minus the share among
 * those compared with it. The variance is that of the linearised estimate, summed per deal, because a deal may be compared
 * with several others (Lin and Wei 1989); the interval uses Student's t with one degree less than there are deals with it.
 *
 * <p><b>Faster.</b> The ratio of the median times from t to the next stage, by Kaplan and Meier (1958): deals that are still
 * in the stage, or left it without moving on, are followed for as long as they were there. The interval is that of a
 * bootstrap over deals with exponential weights (Rubin 1981). Said only if the median is reached in both groups.
 */
final class WithAndWithout {
    /** Fewer on either side are too few to say anything. */
    static final int ENOUGH = 20;

    private static final int MOST_WITH = 300;
    private static final int MOST_COMPARED = 20;
    private static final int MOST_LOOKED_AT = 400;
    private static final int FEWEST_MOVES = 10;
    private static final int MOST_TIMED = 120;
    private static final int TIMED_WITH_EACH = 4;
    private static final int DRAWS = 200;

    /** The exponential distribution at the middle of 1,024 equal steps of probability: a draw is a look-up. */
    private static final double[] EXPONENTIAL = new double[1 << 10];

    private static final int SHIFT = Long.SIZE - 10;

    static {
        for (int i = 0; i < EXPONENTIAL.length; i++) {
            EXPONENTIAL[i] = -Math.log(1 - (i + 0.5) / EXPONENTIAL.length);
        }
    }

    private final PastVisits visits;
    private final long window;
    private final long[] firstAt;

    /**
     * A difference or ratio.
     *
     * @param variance of a difference; 0 where the interval does not come from a variance
     */
    record Result(long nWith, long nWithout, double estimate, double low, double high, double variance) {}

    /** A deal with the action and those it is compared with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Match(int with, long at, int[] without) {}

    WithAndWithout(PastVisits visits, long window) {
        this.visits = visits;
        this.window = window;
        this.firstAt = new long[visits.count()];
        Arrays.fill(firstAt, Long.MAX_VALUE);
    }

    /** Difference of the shares that moved on within the window, with minus without; empty if there are too few. */
    Optional<Result> moreOften(String action) {
        List<Match> matches = matches(action, MOST_WITH, MOST_COMPARED, true);
        BitSet compared = new BitSet();
        matches.forEach(match -> Arrays.stream(match.without()).forEach(v -> compared.set(visits.deal[v])));
        if (matches.size() < ENOUGH || compared.cardinality() < ENOUGH) {
            return Optional.empty();
        }
        int n = matches.size();
        double[] difference = new double[n];
        double estimate = 0;
        double shareWith = 0;
        double shareWithout = 0;
        for (int i = 0; i < n; i++) {
            Match match = matches.get(i);
            double share = share(match);
            double moved = visits.advancedWithin(match.with(), match.at(), window) ? 1 : 0;
            difference[i] = moved - share;
            estimate += difference[i] / n;
            shareWith += moved / n;
            shareWithout += share / n;
        }
        double variance = variance(matches, difference, estimate);
        if (variance <= 0) {
            // all the same on both sides: what so many cases can tell at best (Agresti and Caffo 2000)
            variance = plain(shareWith, n) + plain(shareWithout, compared.cardinality());
        }
        double half = TDistribution.of(n - 1).inverseCumulativeProbability(0.975) * Math.sqrt(variance);
        return Optional.of(new Result(
                n,
                compared.cardinality(),
                estimate,
                Math.max(-1, estimate - half),
                Math.min(1, estimate + half),
                variance));
    }

    private static double plain(double share, long n) {
        double moved = (share * n + 1) / (n + 2);
        return moved * (1 - moved) / (n + 2);
    }

    private double share(Match match) {
        double moved = 0;
        for (int v : match.without()) {
            moved += visits.advancedWithin(v, match.at(), window) ? 1 : 0;
        }
        return moved / match.without().length;
    }

    private double variance(List<Match> matches, double[] difference, double estimate) {
        double[] influence = new double[visits.deals];
        int n = matches.size();
        for (int i = 0; i < n; i++) {
            Match match = matches.get(i);
            influence[visits.deal[match.with()]] += (difference[i] - estimate) / n;
            double share = share(match);
            for (int v : match.without()) {
                double moved = visits.advancedWithin(v, match.at(), window) ? 1 : 0;
                influence[visits.deal[v]] -= (moved - share) / n / match.without().length;
            }
        }
        double sum = 0;
        for (double part : influence) {
            sum += part * part;
        }
        return sum * n / (n - 1);
    }

    /** Ratio of the median times to the next stage, with over without; empty if there are too few or no median is reached. */
    Optional<Result> faster(String action) {
        List<Match> matches = matches(action, MOST_TIMED, TIMED_WITH_EACH, false);
        BitSet compared = new BitSet();
        matches.forEach(match -> Arrays.stream(match.without()).forEach(v -> compared.set(visits.deal[v])));
        Times with = new Times(matches.size());
        Times without = new Times(
                matches.stream().mapToInt(match -> match.without().length).sum());
        for (Match match : matches) {
            with.add(match.with(), match.with(), match.at(), 1);
            for (int v : match.without()) {
                without.add(v, match.with(), match.at(), 1.0 / match.without().length);
            }
        }
        if (matches.size() < ENOUGH
                || compared.cardinality() < ENOUGH
                || with.moves < FEWEST_MOVES
                || without.moves < FEWEST_MOVES) {
            return Optional.empty();
        }
        with.sort();
        without.sort();
        double one = with.median(-1);
        double other = without.median(-1);
        if (Double.isNaN(one) || Double.isNaN(other) || one <= 0 || other <= 0) {
            return Optional.empty();
        }
        double[] logs = new double[DRAWS];
        int drawn = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double log = Math.log(with.median(draw) / without.median(draw));
            if (Double.isFinite(log)) {
                logs[drawn++] = log;
            }
        }
        if (drawn < DRAWS * 0.9) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(logs, drawn);
        Arrays.sort(sorted);
        double ratio = one / other;
        double low = Math.exp(sorted[(int) Math.floor(0.025 * (drawn - 1))]);
        double high = Math.exp(sorted[(int) Math.ceil(0.975 * (drawn - 1))]);
        return Optional.of(new Result(
                matches.size(), compared.cardinality(), ratio, Math.min(ratio, low), Math.max(ratio, high), 0));
    }

    /** Deals with the action, in an order that has nothing to do with what came of them, each with its comparison. */
    private List<Match> matches(String action, int most, int mostCompared, boolean observedOnly) {
        PastVisits.Acts acts = visits.actions.get(action);
        if (acts == null || acts.first().size() < ENOUGH) {
            return List.of();
        }
        for (PastVisits.Act act : acts.first()) {
            firstAt[act.visit()] = act.at();
        }
        List<PastVisits.Act> drawn = new ArrayList<>(acts.first());
        drawn.sort(Comparator.comparingLong((PastVisits.Act act) -> StableHash.mix(visits.hash[act.visit()], 1))
                .thenComparingInt(PastVisits.Act::visit));
        List<Match> matches = new ArrayList<>();
        for (PastVisits.Act act : drawn) {
            if (matches.size() == most) {
                break;
            }
            if (!observedOnly || visits.observed(act.visit(), act.at(), window)) {
                int[] without = compared(act, mostCompared, observedOnly);
                if (without.length > 0) {
                    matches.add(new Match(act.visit(), act.at(), without));
                }
            }
        }
        for (PastVisits.Act act : acts.first()) {
            firstAt[act.visit()] = Long.MAX_VALUE;
        }
        return matches;
    }

    private int[] compared(PastVisits.Act act, int most, boolean observedOnly) {
        int from = visits.stratumStart[visits.stratum[act.visit()]];
        int size = visits.stratumStart[visits.stratum[act.visit()] + 1] - from;
        int start = (int) (StableHash.uniform(StableHash.mix(visits.hash[act.visit()], 2)) * size);
        int[] found = new int[most];
        int count = 0;
        for (int step = 0; step < Math.min(size, MOST_LOOKED_AT) && count < most; step++) {
            int v = from + (start + step) % size;
            boolean atRisk = visits.length[v] > act.at() && firstAt[v] > act.at();
            if (atRisk
                    && visits.deal[v] != visits.deal[act.visit()]
                    && (!observedOnly || visits.observed(v, act.at(), window))) {
                found[count++] = v;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Times to the next stage, censored where the deal did not move on. */
    private final class Times {
        private final long[] after;
        private final boolean[] moved;
        private final double[] weight;
        private final long[] hash;
        private final long[] matchHash;
        private int[] order = {};
        private int size;
        private int moves;

        Times(int most) {
            after = new long[most];
            moved = new boolean[most];
            weight = new double[most];
            hash = new long[most];
            matchHash = new long[most];
        }

        void add(int visit, int match, long at, double w) {
            after[size] = visits.length[visit] - at;
            moved[size] = visits.leftBy[visit] == HistoryBlock.ADVANCED;
            weight[size] = w;
            hash[size] = visits.hash[visit];
            matchHash[size] = visits.hash[match];
            moves += moved[size] ? 1 : 0;
            size++;
        }

        void sort() {
            // of equal times, moves count before the ends of watching
            order = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer i) -> after[i]).thenComparing(i -> !moved[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** The first time at which half have moved on; NaN if they never have. Draw -1 is the sample itself. */
        double median(int draw) {
            double[] drawn = new double[size];
            double atRisk = 0;
            for (int i = 0; i < size; i++) {
                drawn[i] = weight[i]
                        * drawWeight(hash[i], draw)
                        * (matchHash[i] == hash[i] ? 1 : drawWeight(matchHash[i], draw));
                atRisk += drawn[i];
            }
            double staying = 1;
            for (int i : order) {
                if (moved[i] && atRisk > 0) {
                    staying *= 1 - Math.min(1, drawn[i] / atRisk);
                    if (staying <= 0.5) {
                        return after[i];
                    }
                }
                atRisk -= drawn[i];
            }
            return Double.NaN;
        }

        private static double drawWeight(long hash, int draw) {
            return draw < 0 ? 1 : EXPONENTIAL[(int) (StableHash.mix(hash, 1_000L + draw) >>> SHIFT)];
        }
    }
}
