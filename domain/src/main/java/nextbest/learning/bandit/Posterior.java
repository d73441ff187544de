package nextbest.learning.bandit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * What is believed about the coefficients: logit η_a = baseline_a + u·β_a + (z̃_a ⊗ u_b)·θ with normal β_a and θ.
 *
 * <p>Priors: β_a ~ N(0, c²I), θ ~ N(0, s²/(1 + mean|z|²)·I); the shared block exists only where actions are described.
 * {@link #read} computes it from the sums: β_a = (I/c² + A_a)⁻¹b_a, and θ from Σ_a (z̃_a z̃_a') ⊗ A_a and Σ_a z̃_a ⊗ b_a.
 * {@link #absorb} brings one more event in without the inversion; both give the same beliefs up to rounding. Reading may be
 * shared by threads; absorbing may not.
 */
public final class Posterior {
    private ActionSpace actions;
    final ActionBlocks own;
    final SharedBlock shared;
    private final double[] gain;
    private final double[] sharedGain;

    private Posterior(ActionSpace actions, ActionBlocks own, SharedBlock shared) {
        this.actions = actions;
        this.own = own;
        this.shared = shared;
        gain = new double[own.dimension];
        sharedGain = new double[shared == null ? 0 : shared.dimension];
    }

    /** Beliefs before anything was seen. */
    public static Posterior prior(ActionSpace actions, int dimension, int sharedDimension, BanditSettings settings) {
        boolean described = actions.features() > 0;
        double c = described ? settings.residualPrior() : settings.actionPrior();
        SharedBlock shared = described
                ? new SharedBlock(
                        actions.features() + 1,
                        sharedDimension,
                        settings.sharedPrior() * settings.sharedPrior() / (1 + actions.meanSquare()))
                : null;
        return new Posterior(actions, new ActionBlocks(dimension, actions.size(), c * c), shared);
    }

    /**
     * Beliefs from the sums of all periods up to {@code asOf}.
     *
     * @param retention how much of earlier periods still counts
     */
    public static Posterior read(
            ExactSums sums,
            ActionSpace actions,
            int dimension,
            int sharedDimension,
            int asOf,
            Retention retention,
            BanditSettings settings) {
        Posterior posterior = prior(actions, dimension, sharedDimension, settings);
        boolean described = posterior.shared != null;
        ExactSums.Reading reading = new ExactSums.Reading(dimension, described ? sharedDimension : 0);
        SharedSystem system = described ? new SharedSystem(posterior.shared) : null;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(dimension);
        DMatrixRMaj matrix = new DMatrixRMaj(dimension, dimension);
        double[] beta = new double[dimension];
        for (int a = 0; a < actions.size(); a++) {
            sums.read(a, asOf, retention, reading);
            if (reading.empty) {
                continue;
            }
            unpack(reading.own, 1 / posterior.own.priorVariance(), matrix);
            invert(solver, matrix, "action " + a);
            times(matrix, reading.ownTarget, beta);
            posterior.own.set(a, matrix, beta);
            if (described) {
                system.add(actions.row(a), reading.shared, reading.sharedTarget);
            }
        }
        if (described) {
            system.solve();
        }
        return posterior;
    }

    /** The actions these beliefs are about. */
    public ActionSpace actions() {
        return actions;
    }

    /** Length of u. */
    public int dimension() {
        return own.dimension;
    }

    /** A new action starts from its prior and, where described, from what the shared block has learned. */
    void grow(ActionSpace larger) {
        own.grow();
        actions = larger;
    }

    /**
     * Takes in one event; the reward may be late: the update uses the linearisation of the decision, not of today.
     *
     * @param u the decision's features as numbers
     */
    void absorb(Linearisation event, double[] u, int milliReward) {
        double unit = Linearisation.UNIT;
        double w = event.ownWeight() / unit;
        double v = own.gain(event.action(), u, gain);
        double den = 1 + w * v;
        double step = (event.ownTarget(milliReward) / unit - w * own.logit(event.action(), u)) / den;
        own.absorb(event.action(), gain, step, w / den);
        if (shared != null) {
            double[] z = actions.row(event.action());
            double ws = event.sharedWeight() / unit;
            double denS = 1 + ws * shared.gain(z, u, sharedGain);
            double stepS = (event.sharedTarget(milliReward) / unit - ws * shared.logit(z, u)) / denS;
            shared.absorb(sharedGain, stepS, ws / denS);
        }
    }

    /**
     * The logit an event would get now, drawn towards 0 by its uncertainty (k·η): the logit of the predictive probability.
     */
    double predictiveLogit(int action, double[] u) {
        double eta = actions.baseline(action) + own.logit(action, u);
        double v = own.gain(action, u, gain);
        if (shared != null) {
            eta += shared.logit(actions.row(action), u);
            v += shared.gain(actions.row(action), u, sharedGain);
        }
        return eta / Math.sqrt(1 + Math.PI * v / 8);
    }

    static void unpack(double[] lower, double diagonal, DMatrixRMaj into) {
        int n = into.getNumRows();
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                into.unsafe_set(i, j, lower[at]);
                into.unsafe_set(j, i, lower[at]);
                at++;
            }
            into.unsafe_set(i, i, into.unsafe_get(i, i) + diagonal);
        }
    }

    static void invert(LinearSolverDense<DMatrixRMaj> solver, DMatrixRMaj matrix, String what) {
        DMatrixRMaj copy = solver.modifiesA() ? matrix.copy() : matrix;
        if (!solver.setA(copy)) {
            throw new IllegalStateException("the precision matrix of " + what
                    + " is not positive definite: contributions were retracted that had never been added");
        }
        solver.invert(matrix);
    }

    static void times(DMatrixRMaj matrix, double[] vector, double[] out) {
        int n = matrix.getNumRows();
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += matrix.unsafe_get(i, j) * vector[j];
            }
            out[i] = sum;
        }
    }

    /** The normal equations of the shared block, gathered from per-action sums. */
    static final class SharedSystem {
        private final SharedBlock block;
        private final DMatrixRMaj precision;
        private final double[] target;

        SharedSystem(SharedBlock block) {
            this.block = block;
            precision = new DMatrixRMaj(block.dimension, block.dimension);
            target = new double[block.dimension];
        }

        void add(double[] z, double[] lower, double[] b) {
            int n = block.columns;
            for (int j = 0; j < block.rows; j++) {
                for (int i = 0; i < n; i++) {
                    target[j * n + i] += z[j] * b[i];
                }
                for (int k = 0; k <= j; k++) {
                    double zz = z[j] * z[k];
                    int at = 0;
                    for (int i = 0; i < n; i++) {
                        for (int l = 0; l <= i; l++) {
                            double x = zz * lower[at++];
                            plus(j * n + i, k * n + l, x);
                            if (l != i) {
                                plus(j * n + l, k * n + i, x);
                            }
                        }
                    }
                }
            }
        }

        private void plus(int row, int column, double x) {
            precision.unsafe_set(row, column, precision.unsafe_get(row, column) + x);
        }

        void solve() {
            int d = block.dimension;
            for (int i = 0; i < d; i++) {
                plus(i, i, 1 / block.priorVariance);
                for (int j = i + 1; j < d; j++) {
                    precision.unsafe_set(i, j, precision.unsafe_get(j, i));
                }
            }
            invert(LinearSolverFactory_DDRM.symmPosDef(d), precision, "the shared block");
            double[] theta = new double[d];
            times(precision, target, theta);
            block.set(precision, theta);
        }
    }
}
