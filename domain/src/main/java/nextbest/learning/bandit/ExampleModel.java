package nextbest.learning.bandit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nextbest.learning.statistics.StableHash;

/**
 * Beliefs about a set of examples that grows and is corrected: an example may be put again with another reward, or taken
 * out. The state of record is {@link ExactSums}; the points at which examples are expanded move to the mode whenever the
 * number of changes has grown by a quarter. Examples may come in any order. Not thread-safe.
 *
 * @param <K> what tells examples apart
 */
public final class ExampleModel<K> {
    private static final int FIRST_MOVE = 20;
    private static final double MOVE_GROWTH = 1.25;

    private final BanditSettings settings;
    private final int dimension;
    private final int sharedDimension;
    private final Retention retention;
    private final Policy policy;
    private final Map<K, Entry> examples = new LinkedHashMap<>();
    private final double[] unpacked;
    private final long[] featureSums;
    private ActionSpace actions;
    private ExactSums sums;
    private Posterior expansion;
    private Posterior beliefs;
    private long content;
    private long changes;
    private long nextMove = FIRST_MOVE;
    private boolean stale;

    private record Entry(int period, Linearisation event, int milliReward) {
        /** Of what was seen; the point of expansion is no part of it. */
        long hash() {
            long h = StableHash.mix(StableHash.mix(StableHash.of(period), event.action()), milliReward);
            for (short feature : event.features()) {
                h = StableHash.mix(h, feature);
            }
            return h;
        }
    }

    /**
     * A model that has seen nothing.
     *
     * @param actions described by features, so that what is learned of one tells of others
     * @param dimension length of u; its last element is the intercept
     * @param retention how much of earlier periods still counts
     */
    public ExampleModel(ActionSpace actions, int dimension, Retention retention, BanditSettings settings) {
        this.actions = actions;
        this.dimension = dimension;
        this.retention = retention;
        this.settings = settings;
        sharedDimension = actions.features() > 0 ? dimension : 0;
        policy = new Policy(settings);
        sums = new ExactSums(dimension, sharedDimension);
        expansion = Posterior.prior(actions, dimension, sharedDimension, settings);
        beliefs = expansion;
        unpacked = new double[dimension];
        featureSums = new long[dimension];
    }

    /** Adds an action at the end and returns its index. */
    public int addAction(double[] features, double priorLogit) {
        actions = actions.plus(features, priorLogit);
        expansion.grow(actions);
        if (beliefs != expansion) {
            beliefs.grow(actions);
        }
        return actions.size() - 1;
    }

    /**
     * Puts an example, or replaces the one with this key.
     *
     * @param period the month, counted from anywhere
     * @param u features of length {@code dimension}, each inside (−8, 8)
     * @param milliReward 0 to 1000
     */
    public void put(K key, int period, int action, double[] u, int milliReward) {
        Linearisation event = expand(action, packed(u));
        sums.add(period, event, milliReward);
        Entry entry = new Entry(period, event, milliReward);
        Entry before = examples.put(key, entry);
        count(key, entry, 1);
        if (before != null) {
            sums.retract(before.period(), before.event(), before.milliReward());
            count(key, before, -1);
        }
        changed();
    }

    /** Takes an example out; nothing happens if there is none. */
    public void remove(K key) {
        Entry before = examples.remove(key);
        if (before != null) {
            sums.retract(before.period(), before.event(), before.milliReward());
            count(key, before, -1);
            changed();
        }
    }

    /** What is in the sums beside them: a total of hashes is the same in every order, and what is taken out leaves no trace. */
    private void count(K key, Entry entry, int sign) {
        content += sign * StableHash.mix(StableHash.of(key.toString()), entry.hash());
        count(entry.event(), sign);
    }

    private void count(Linearisation event, int sign) {
        for (int i = 0; i < dimension; i++) {
            featureSums[i] += (long) sign * event.features()[i];
        }
    }

    private void changed() {
        changes++;
        stale = true;
    }

    private Linearisation expand(int action, short[] u) {
        for (int i = 0; i < dimension; i++) {
            unpacked[i] = u[i] / ContextEncoder.UNIT;
        }
        double shared = expansion.shared == null ? 0 : expansion.shared.logit(actions.row(action), unpacked);
        return Linearisation.atMode(action, u, actions.baseline(action), expansion.own.logit(action, unpacked), shared);
    }

    private short[] packed(double[] u) {
        if (u.length != dimension) {
            throw new IllegalArgumentException("expected " + dimension + " features, but got " + u.length);
        }
        short[] packed = new short[dimension];
        for (int i = 0; i < dimension; i++) {
            if (!(Math.abs(u[i]) < 8)) {
                throw new IllegalArgumentException("feature " + i + " must be inside (-8, 8), but is " + u[i]);
            }
            packed[i] = (short) Math.rint(u[i] * ContextEncoder.UNIT);
        }
        return packed;
    }

    /**
     * Brings the beliefs up to date with the examples.
     *
     * @param asOf the period to look from; later examples do not count
     */
    public void refresh(int asOf) {
        if (!stale) {
            return;
        }
        beliefs = read(asOf);
        if (changes >= nextMove && !examples.isEmpty()) {
            move(asOf);
            beliefs = read(asOf);
            nextMove = Math.max(changes + FIRST_MOVE, (long) (changes * MOVE_GROWTH));
        }
        stale = false;
    }

    private void move(int asOf) {
        DecisionLog log = new DecisionLog();
        List<K> keys = new ArrayList<>(examples.size());
        examples.forEach((key, entry) -> {
            keys.add(key);
            log.add(entry.period(), entry.event(), entry.milliReward());
        });
        sums = Relinearisation.run(log, beliefs, asOf, retention);
        expansion = beliefs;
        for (int i = 0; i < keys.size(); i++) {
            examples.put(keys.get(i), new Entry(log.period(i), log.event(i), log.milliReward(i)));
        }
    }

    private Posterior read(int asOf) {
        return Posterior.read(sums, actions, dimension, sharedDimension, asOf, retention, settings);
    }

    /** How many examples there are. */
    public int size() {
        return examples.size();
    }

    /** The mean features of the examples; 0 while there are none. */
    public double[] meanFeatures() {
        double[] mean = new double[dimension];
        for (int i = 0; i < dimension && !examples.isEmpty(); i++) {
            mean[i] = featureSums[i] / ContextEncoder.UNIT / examples.size();
        }
        return mean;
    }

    /** How many actions there are. */
    public int actions() {
        return actions.size();
    }

    /** How many examples an action has. */
    public long examples(int action) {
        return sums.events(action);
    }

    /**
     * A hash over what it has seen: the same examples have the same hash, in whatever order they came and however often they were
     * given, and whenever points of expansion moved in between.
     */
    public long hash() {
        return content;
    }

    /** A hash over the sums as they are now, for the points of expansion of now. */
    long sumsHash() {
        return sums.hash();
    }

    /**
     * What is believed of all actions in one context, as of the last {@link #refresh}.
     *
     * @param logit the expected logit of a reward, by action
     * @param deviation standard deviation of what tells an action from the others, by action
     */
    @SuppressWarnings("ArrayRecordComponent") // read by loops over actions
    public record Beliefs(double[] logit, double[] deviation) {
        /** An action's logit, so many standard deviations above what is expected. */
        public double logit(int action, double deviations) {
            return logit[action] + deviations * deviation[action];
        }
    }

    /**
     * Looks up all actions. Deviations of those that were tried are from their middle, those of the others from the middle of
     * all. Does not change the model; may be called by several threads between changes.
     */
    public Beliefs at(double[] u) {
        boolean[] all = new boolean[actions.size()];
        Arrays.fill(all, true);
        boolean[] tried = new boolean[actions.size()];
        boolean any = false;
        for (int a = 0; a < tried.length; a++) {
            tried[a] = examples(a) > 0;
            any |= tried[a];
        }
        double[] logit = new double[actions.size()];
        double[] deviation = new double[actions.size()];
        fill(u, all, logit, deviation);
        if (any) {
            fill(u, tried, logit, deviation);
        }
        return new Beliefs(logit, deviation);
    }

    private void fill(double[] u, boolean[] which, double[] logit, double[] deviation) {
        Choice choice = new Choice();
        choice.fit(beliefs);
        System.arraycopy(u, 0, choice.features, 0, dimension);
        policy.choose(beliefs, which, 0, choice);
        for (int a = 0; a < logit.length; a++) {
            if (which[a]) {
                logit[a] = choice.logit(a);
                deviation[a] = (choice.optimisticLogit(a) - choice.logit(a)) / settings.optimism();
            }
        }
    }
}
