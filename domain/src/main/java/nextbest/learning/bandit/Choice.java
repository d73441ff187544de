package nextbest.learning.bandit;

import java.util.Arrays;

/**
 * One decision with its evidence; a buffer that is used again and again, so that deciding allocates nothing. Copy out what
 * must outlive the next decision: {@link #linearisation()} for learning, {@link #propensities()} for the log.
 */
public final class Choice {
    double[] features = new double[0];
    double[] own = new double[0];
    double[] variance = new double[0];
    double[] logit = new double[0];
    double[] optimistic = new double[0];
    double[] propensity = new double[0];
    double[] contracted = new double[0];
    double[] gram = new double[0];
    double[] centre = new double[0];
    double[] difference = new double[0];
    int size;
    int dimension;
    int chosen = -1;
    double baseline;
    double ownLogit;
    double ownVariance;
    double sharedLogit;
    double sharedVariance;

    /** Makes room; allocates only when the action space or the features have grown. */
    void fit(Posterior posterior) {
        size = posterior.actions().size();
        dimension = posterior.dimension();
        int stride = posterior.own.stride();
        if (own.length < stride) {
            own = new double[stride];
            variance = new double[stride];
            logit = new double[stride];
            optimistic = new double[stride];
            propensity = new double[stride];
        }
        if (features.length < dimension) {
            features = new double[dimension];
        }
        int rows = posterior.shared == null ? 0 : posterior.shared.rows;
        if (centre.length < rows) {
            contracted = new double[rows];
            gram = new double[rows * rows];
            centre = new double[rows];
            difference = new double[rows];
        }
    }

    /** The chosen action. */
    public int action() {
        return chosen;
    }

    /** The exact probability with which the chosen action was chosen. */
    public double propensity() {
        return propensity[chosen];
    }

    /** The exact probability of an action; 0 for what was not eligible. */
    public double propensity(int action) {
        return propensity[action];
    }

    /** The probabilities of all actions, copied; they add up to 1 up to rounding. */
    public double[] propensities() {
        return Arrays.copyOf(propensity, size);
    }

    /** The expected logit of an eligible action. */
    public double logit(int action) {
        return logit[action];
    }

    /** Expected logit plus α standard deviations: what eligible actions are compared by. */
    public double optimisticLogit(int action) {
        return optimistic[action];
    }

    /** The probability of a reward that the model expects of an eligible action, without optimism. */
    public double expectedReward(int action) {
        return Linearisation.sigmoid(logit[action]);
    }

    /** What the decision will add to the sums once its reward is known; allocated, log it with the decision. */
    public Linearisation linearisation() {
        short[] packed = new short[dimension];
        for (int i = 0; i < dimension; i++) {
            packed[i] = (short) Math.rint(features[i] * ContextEncoder.UNIT);
        }
        return Linearisation.at(chosen, packed, baseline, ownLogit, ownVariance, sharedLogit, sharedVariance);
    }
}
