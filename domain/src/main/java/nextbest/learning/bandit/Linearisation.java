package nextbest.learning.bandit;

import java.util.Objects;

/**
 * What a decision will add to the sums once its reward is known, fixed when the decision is made. With u in units of
 * 2⁻¹² and everything else in units of 2⁻²⁴, all whole numbers, so that adding and taking out again is exact.
 *
 * <p>With η = baseline + η_own + η_shared the logit at the decision, v = v_own + v_shared its variance, k = 1/√(1 + πv/8),
 * p₁ = σ(η), p₂ = σ(kη) and w = p₂(1 − p₂), the assumed-density filter for a Bayesian logistic model adds to the action's
 * own sums A += w_o·u u' and b += t_o·u with w_o = w/(1 + w·v_shared) and t_o = w_o·η_own + (r − p₁)/(1 + w·v_shared): the
 * uncertainty of the other block acts as noise. The shared sums get the same with the roles exchanged. (Spiegelhalter and
 * Lauritzen 1990 for the filter; MacKay 1992 for k.)
 *
 * @param action index of the chosen action
 * @param features u in units of 2⁻¹², the part the shared block sees first; not to be changed
 * @param ownWeight w_o
 * @param ownOffset t_o for reward 0
 * @param ownSlope what a reward of 1 adds to t_o
 * @param sharedWeight w_s; 0 where no shared block exists
 * @param sharedOffset t_s for reward 0
 * @param sharedSlope what a reward of 1 adds to t_s
 */
@SuppressWarnings(
        "ArrayRecordComponent") // u is written once and read millions of times; a copy per read would cost the budget
public record Linearisation(
        int action,
        short[] features,
        int ownWeight,
        long ownOffset,
        int ownSlope,
        int sharedWeight,
        long sharedOffset,
        int sharedSlope) {
    /** Units of weights and targets per 1. */
    static final double UNIT = 1 << 24;

    public Linearisation {
        Objects.requireNonNull(features, "features");
        if (action < 0 || ownWeight < 0 || sharedWeight < 0) {
            throw new IllegalArgumentException("expected action and weights >= 0, but got action " + action
                    + ", ownWeight " + ownWeight + ", sharedWeight " + sharedWeight);
        }
    }

    static Linearisation at(
            int action, short[] u, double baseline, double own, double ownVar, double shared, double sharedVar) {
        double eta = baseline + own + shared;
        double v = ownVar + sharedVar;
        double p1 = sigmoid(eta);
        double p2 = sigmoid(eta / Math.sqrt(1 + Math.PI * v / 8));
        double w = p2 * (1 - p2);
        double ownShare = 1 / (1 + w * sharedVar);
        double sharedShare = 1 / (1 + w * ownVar);
        return new Linearisation(
                action,
                u,
                (int) Math.rint(w * ownShare * UNIT),
                Math.round((w * own - p1) * ownShare * UNIT),
                (int) Math.rint(ownShare * UNIT),
                (int) Math.rint(w * sharedShare * UNIT),
                Math.round((w * shared - p1) * sharedShare * UNIT),
                (int) Math.rint(sharedShare * UNIT));
    }

    /** Laplace's approximation at the mode: no uncertainty at the expansion point. */
    static Linearisation atMode(int action, short[] u, double baseline, double own, double shared) {
        return at(action, u, baseline, own, 0, shared, 0);
    }

    long ownTarget(int milliReward) {
        return ownOffset + Math.floorDiv((long) ownSlope * milliReward + 500, 1000);
    }

    long sharedTarget(int milliReward) {
        return sharedOffset + Math.floorDiv((long) sharedSlope * milliReward + 500, 1000);
    }

    void unpack(double[] u) {
        for (int i = 0; i < features.length; i++) {
            u[i] = features[i] / ContextEncoder.UNIT;
        }
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
