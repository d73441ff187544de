package nextbest.learning.bandit;

import java.util.Arrays;
import nextbest.learning.statistics.StableHash;

/**
 * The whole loop on one stream: see a context, choose among the eligible actions with exact probabilities, learn from the
 * reward of the chosen one. Deterministic: the same stream with the same seeds gives the same choices.
 *
 * <p>Each outcome is taken in at once. Every so often ({@code periodLength} rounds) the posterior may be read anew from the
 * exact sums, with the half-life that foresees best; at rounds 250, 350, 490, … all expansion points move to the mode.
 * Rewards may come late: {@link #learn} takes the linearisation that the decision was logged with. Not thread-safe.
 */
public final class BanditLearner {
    private static final int FIRST_MOVE = 250;
    private static final double MOVE_GROWTH = 1.4;

    private final BanditSettings settings;
    private final ContextEncoder encoder;
    private final Policy policy;
    private final int sharedDimension;
    private final DecisionLog log = new DecisionLog();
    private final Forgetting forgetting = new Forgetting();
    private Posterior posterior;
    private Posterior[] rivals = new Posterior[0];
    private ExactSums sums;
    private double[] unpacked;
    private int nextMove = FIRST_MOVE;
    private int judged;

    /**
     * A learner that has seen nothing.
     *
     * @param contextWidth number of context features
     */
    public BanditLearner(ActionSpace actions, int contextWidth, BanditSettings settings) {
        this.settings = settings;
        encoder = new ContextEncoder(
                contextWidth, ContextEncoder.affordableFourier(contextWidth, actions, settings), settings);
        policy = new Policy(settings);
        sharedDimension = actions.features() > 0 ? encoder.sharedDimension() : 0;
        posterior = Posterior.prior(actions, encoder.dimension(), sharedDimension, settings);
        sums = new ExactSums(encoder.dimension(), sharedDimension);
        unpacked = new double[encoder.dimension()];
    }

    /**
     * Sees a context and chooses. Allocates nothing once the buffer has grown to size.
     *
     * @param context finite features
     * @param eligible one flag per action, at least one true
     * @param decision the decision's id, hashed: the same id in the same state chooses the same action
     */
    public void decide(double[] context, boolean[] eligible, long decision, Choice choice) {
        choice.fit(posterior);
        encoder.observe(context);
        encoder.encode(context, choice.features);
        policy.choose(posterior, eligible, StableHash.uniform(StableHash.of(decision)), choice);
    }

    /** Learns the reward, in [0, 1], of the choice that was made last. */
    public void learn(Choice choice, double reward) {
        learn(choice.linearisation(), reward);
    }

    /** Learns the reward, in [0, 1] and resolved to thousandths, of an earlier choice. */
    public void learn(Linearisation decision, double reward) {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("a reward must be in [0, 1], but is " + reward);
        }
        int milli = (int) Math.rint(reward * 1000);
        int period = log.size() / settings.periodLength();
        decision.unpack(unpacked);
        posterior.absorb(decision, unpacked, milli);
        sums.add(period, decision, milli);
        log.add(period, decision, milli);
        maintain();
    }

    private void maintain() {
        boolean move = log.size() == nextMove;
        boolean periodEnds = log.size() % settings.periodLength() == 0;
        int period = (log.size() - 1) / settings.periodLength();
        if (periodEnds) {
            judge();
        }
        if (move) {
            sums = Relinearisation.run(log, posterior, period, Retention.of(forgetting.halfLife()));
            nextMove = (int) Math.max(nextMove + 50, nextMove * MOVE_GROWTH);
        }
        if (periodEnds) {
            rivals = new Posterior[Forgetting.HALF_LIVES.length];
            for (int h = 0; h < rivals.length; h++) {
                rivals[h] = read(period, Retention.of(Forgetting.HALF_LIVES[h]));
            }
        }
        if (move || (periodEnds && !Double.isInfinite(forgetting.halfLife()))) {
            posterior = read(period, Retention.of(forgetting.halfLife()));
        }
    }

    private void judge() {
        if (rivals.length > 0) {
            double[] loss = new double[rivals.length];
            for (int s = judged; s < log.size(); s++) {
                log.event(s).unpack(unpacked);
                int action = log.event(s).action();
                double r = log.milliReward(s) / 1000.0;
                for (int h = 0; h < rivals.length; h++) {
                    if (action < rivals[h].actions().size()) {
                        double eta = rivals[h].predictiveLogit(action, unpacked);
                        loss[h] += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - r * eta;
                    }
                }
            }
            forgetting.account(loss);
        }
        judged = log.size();
    }

    private Posterior read(int period, Retention retention) {
        return Posterior.read(
                sums, posterior.actions(), encoder.dimension(), sharedDimension, period, retention, settings);
    }

    /**
     * Adds an action in mid-stream. It starts from its prior and, where actions are described, from what the shared block
     * has learned about its features.
     *
     * @param features the action's features; ignored where actions are undescribed
     * @return its index
     */
    public int addAction(double[] features, double priorLogit) {
        ActionSpace larger = posterior.actions().plus(features, priorLogit);
        posterior.grow(larger);
        return larger.size() - 1;
    }

    /** How many actions there are. */
    public int actions() {
        return posterior.actions().size();
    }

    /** The half-life in force, in periods; infinite while nothing speaks for drift. */
    public double halfLife() {
        return forgetting.halfLife();
    }

    /** The state of record. */
    public ExactSums sums() {
        return sums;
    }

    /** What is believed now; changes with the next outcome. */
    public Posterior beliefs() {
        return posterior;
    }

    /** A buffer of flags, all true. */
    public boolean[] allEligible() {
        boolean[] all = new boolean[actions()];
        Arrays.fill(all, true);
        return all;
    }
}
