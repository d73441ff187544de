package nextbest.learning.bandit;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import nextbest.learning.statistics.StableHash;

/**
 * The learner's state of record: per period (an event month) and action, whole-number sums of what its decisions
 * contributed. Sums of integers do not depend on the order of events, and {@link #retract} undoes {@link #add} to the last
 * bit. Forgetting happens when the sums are read, never in the sums.
 *
 * <p>Per event and block: A += (w·u)u' over the lower triangle and b += t·u in units of 2⁻³⁶, exact; there is room for at
 * least 8·10⁶ events of the most extreme kind per action and period, and an overflow is an error, not a wrong number.
 * Adding costs two rank-one passes over integers (1 µs at 31 features). Not thread-safe.
 */
public final class ExactSums {
    /** Units of A and b per 1. */
    static final double UNIT = 0x1.0p36;

    private static final int MONTHLESS = Integer.MIN_VALUE;

    private final int dimension;
    private final int sharedDimension;
    private final TreeMap<Integer, Cell[]> periods = new TreeMap<>();
    private int lastPeriod = MONTHLESS;
    private Cell[] lastCells = new Cell[0];

    /**
     * @param dimension length of u
     * @param sharedDimension length of the leading part of u that the shared block sees; 0 without one
     */
    public ExactSums(int dimension, int sharedDimension) {
        if (dimension < 1 || sharedDimension < 0 || sharedDimension > dimension) {
            throw new IllegalArgumentException("expected 0 <= sharedDimension <= dimension and dimension >= 1, but got "
                    + sharedDimension + " and " + dimension);
        }
        this.dimension = dimension;
        this.sharedDimension = sharedDimension;
    }

    /** Adds what a decision with this reward, in thousandths from 0 to 1000, contributes. */
    public void add(int period, Linearisation decision, int milliReward) {
        apply(period, decision, milliReward, 1);
    }

    /** Takes a contribution out again; the sums are then as if it had never been added. */
    public void retract(int period, Linearisation decision, int milliReward) {
        apply(period, decision, milliReward, -1);
    }

    private void apply(int period, Linearisation decision, int milliReward, int sign) {
        if (milliReward < 0 || milliReward > 1000) {
            throw new IllegalArgumentException(
                    "a reward must be 0 to 1000 thousandths of the scale, but is " + milliReward);
        }
        if (decision.features().length != dimension) {
            throw new IllegalArgumentException(
                    "expected a decision with " + dimension + " features, but got " + decision.features().length);
        }
        Cell cell = cell(period, decision.action());
        cell.events += sign;
        cell.milliRewards += (long) sign * milliReward;
        short[] u = decision.features();
        accumulate(cell.own, cell.ownTarget, u, dimension, decision.ownWeight(), decision.ownTarget(milliReward), sign);
        if (sharedDimension > 0) {
            accumulate(
                    cell.shared,
                    cell.sharedTarget,
                    u,
                    sharedDimension,
                    decision.sharedWeight(),
                    decision.sharedTarget(milliReward),
                    sign);
        }
    }

    private static void accumulate(long[] pairs, long[] targets, short[] u, int n, int weight, long target, int sign) {
        int at = 0;
        for (int i = 0; i < n; i++) {
            long wu = sign * (((long) weight * u[i] + 2048) >> 12);
            targets[i] = Math.addExact(targets[i], sign * target * u[i]);
            for (int j = 0; j <= i; j++) {
                pairs[at] = Math.addExact(pairs[at], wu * u[j]);
                at++;
            }
        }
    }

    private Cell cell(int period, int action) {
        if (period != lastPeriod || action >= lastCells.length) {
            Cell[] cells = periods.computeIfAbsent(period, p -> new Cell[0]);
            if (action >= cells.length) {
                cells = Arrays.copyOf(cells, action + 1);
                periods.put(period, cells);
            }
            lastPeriod = period;
            lastCells = cells;
        }
        Cell cell = lastCells[action];
        if (cell == null) {
            cell = new Cell(dimension, sharedDimension);
            lastCells[action] = cell;
        }
        return cell;
    }

    /** How many events an action has, over all periods. */
    public long events(int action) {
        long sum = 0;
        for (Cell[] cells : periods.values()) {
            if (action < cells.length && cells[action] != null) {
                sum += cells[action].events;
            }
        }
        return sum;
    }

    /** Adds all sums of another learner: two nodes' states make one. */
    public void addAll(ExactSums other) {
        if (other.dimension != dimension || other.sharedDimension != sharedDimension) {
            throw new IllegalArgumentException("sums over " + other.dimension + "/" + other.sharedDimension
                    + " features cannot be added to sums over " + dimension + "/" + sharedDimension);
        }
        other.periods.forEach((period, cells) -> {
            for (int a = 0; a < cells.length; a++) {
                if (cells[a] != null) {
                    cell(period, a).addAll(cells[a]);
                }
            }
        });
    }

    /** A hash over all sums. Equal sums have equal hashes; cells that came back to nothing count as absent. */
    public long hash() {
        long h = StableHash.mix(dimension, sharedDimension);
        for (Map.Entry<Integer, Cell[]> period : periods.entrySet()) {
            Cell[] cells = period.getValue();
            for (int a = 0; a < cells.length; a++) {
                if (cells[a] != null && !cells[a].isZero()) {
                    h = StableHash.mix(StableHash.mix(h, period.getKey()), a);
                    h = cells[a].hash(h);
                }
            }
        }
        return h;
    }

    /** Sums of one action with forgetting, as real numbers in double precision. */
    void read(int action, int asOf, Retention retention, Reading into) {
        into.clear();
        for (Map.Entry<Integer, Cell[]> period : periods.headMap(asOf, true).entrySet()) {
            Cell[] cells = period.getValue();
            if (action < cells.length && cells[action] != null) {
                into.take(cells[action], retention.keep(action, period.getKey(), asOf) / UNIT);
            }
        }
    }

    /** What {@link #read} fills: lower triangles and targets of both blocks. */
    static final class Reading {
        final double[] own;
        final double[] ownTarget;
        final double[] shared;
        final double[] sharedTarget;
        boolean empty = true;

        Reading(int dimension, int sharedDimension) {
            own = new double[ActionBlocks.pairs(dimension)];
            ownTarget = new double[dimension];
            shared = new double[ActionBlocks.pairs(sharedDimension)];
            sharedTarget = new double[sharedDimension];
        }

        private void clear() {
            empty = true;
            Arrays.fill(own, 0);
            Arrays.fill(ownTarget, 0);
            Arrays.fill(shared, 0);
            Arrays.fill(sharedTarget, 0);
        }

        private void take(Cell cell, double factor) {
            empty = empty && cell.events == 0;
            plus(own, cell.own, factor);
            plus(ownTarget, cell.ownTarget, factor);
            plus(shared, cell.shared, factor);
            plus(sharedTarget, cell.sharedTarget, factor);
        }

        private static void plus(double[] into, long[] from, double factor) {
            for (int i = 0; i < into.length; i++) {
                into[i] += from[i] * factor;
            }
        }
    }

    private static final class Cell {
        private long events;
        private long milliRewards;
        private final long[] own;
        private final long[] ownTarget;
        private final long[] shared;
        private final long[] sharedTarget;

        Cell(int dimension, int sharedDimension) {
            own = new long[ActionBlocks.pairs(dimension)];
            ownTarget = new long[dimension];
            shared = new long[ActionBlocks.pairs(sharedDimension)];
            sharedTarget = new long[sharedDimension];
        }

        void addAll(Cell other) {
            events += other.events;
            milliRewards += other.milliRewards;
            plus(own, other.own);
            plus(ownTarget, other.ownTarget);
            plus(shared, other.shared);
            plus(sharedTarget, other.sharedTarget);
        }

        private static void plus(long[] into, long[] from) {
            for (int i = 0; i < into.length; i++) {
                into[i] = Math.addExact(into[i], from[i]);
            }
        }

        boolean isZero() {
            return events == 0
                    && milliRewards == 0
                    && Arrays.stream(own).allMatch(x -> x == 0)
                    && Arrays.stream(ownTarget).allMatch(x -> x == 0);
        }

        long hash(long start) {
            long h = StableHash.mix(StableHash.mix(start, events), milliRewards);
            for (long[] part : new long[][] {own, ownTarget, shared, sharedTarget}) {
                for (long x : part) {
                    h = StableHash.mix(h, x);
                }
            }
            return h;
        }
    }
}
