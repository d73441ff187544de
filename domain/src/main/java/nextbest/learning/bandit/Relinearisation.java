package nextbest.learning.bandit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Moves the expansion points of all logged decisions to the mode of the posterior (Laplace's approximation): the filter
 * expanded early decisions where little was known, and this repairs it. Block-wise Newton on the log posterior, shared
 * block and actions in turn, each step halved until the objective does not fall. Weights of events follow the retention.
 */
final class Relinearisation {
    private static final int SWEEPS = 3;
    private static final int STEPS = 12;

    private final DecisionLog log;
    private final Posterior mode;
    private final int dimension;
    private final double[] keep;
    private final double[] sharedPart;
    private final double[] u;
    private final List<int[]> eventsOf = new ArrayList<>();

    private Relinearisation(DecisionLog log, Posterior mode, int asOf, Retention retention) {
        this.log = log;
        this.mode = mode;
        dimension = mode.dimension();
        keep = new double[log.size()];
        sharedPart = new double[log.size()];
        u = new double[dimension];
        int[] counts = new int[mode.actions().size()];
        for (int s = 0; s < log.size(); s++) {
            counts[log.event(s).action()]++;
            keep[s] = retention.keep(log.event(s).action(), log.period(s), asOf);
        }
        for (int count : counts) {
            eventsOf.add(new int[count]);
        }
        Arrays.fill(counts, 0);
        for (int s = 0; s < log.size(); s++) {
            int a = log.event(s).action();
            eventsOf.get(a)[counts[a]++] = s;
        }
    }

    /** Replaces the linearisations in the log and returns the sums they make; {@code mode} is moved on the way. */
    static ExactSums run(DecisionLog log, Posterior mode, int asOf, Retention retention) {
        Relinearisation pass = new Relinearisation(log, mode, asOf, retention);
        int sweeps = mode.shared == null ? 1 : SWEEPS;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            if (mode.shared != null) {
                pass.stepShared();
            }
            for (int a = 0; a < pass.eventsOf.size(); a++) {
                pass.climb(a);
            }
        }
        return pass.rewrite();
    }

    private void stepShared() {
        Posterior.SharedSystem system = new Posterior.SharedSystem(mode.shared);
        int n = mode.shared.columns;
        double[] lower = new double[ActionBlocks.pairs(n)];
        double[] target = new double[n];
        for (int a = 0; a < eventsOf.size(); a++) {
            Arrays.fill(lower, 0);
            Arrays.fill(target, 0);
            double[] z = mode.actions().row(a);
            for (int s : eventsOf.get(a)) {
                log.event(s).unpack(u);
                double common = mode.shared.logit(z, u);
                double p = Linearisation.sigmoid(mode.actions().baseline(a) + mode.own.logit(a, u) + common);
                double w = keep[s] * p * (1 - p);
                double t = w * common + keep[s] * (log.milliReward(s) / 1000.0 - p);
                accumulate(lower, target, n, w, t);
            }
            system.add(z, lower, target);
        }
        system.solve();
        for (int a = 0; a < eventsOf.size(); a++) {
            for (int s : eventsOf.get(a)) {
                log.event(s).unpack(u);
                sharedPart[s] = mode.shared.logit(mode.actions().row(a), u);
            }
        }
    }

    private void climb(int action) {
        int[] events = eventsOf.get(action);
        if (events.length == 0) {
            return;
        }
        double precision = 1 / mode.own.priorVariance();
        double[] beta = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            beta[i] = mode.own.meanAt(action, i);
        }
        double[] lower = new double[ActionBlocks.pairs(dimension)];
        double[] gradient = new double[dimension];
        double[] step = new double[dimension];
        DMatrixRMaj matrix = new DMatrixRMaj(dimension, dimension);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(dimension);
        double height = height(action, beta, precision);
        for (int i = 0; i < STEPS; i++) {
            Arrays.fill(lower, 0);
            for (int k = 0; k < dimension; k++) {
                gradient[k] = -precision * beta[k];
            }
            for (int s : events) {
                double p = probability(action, s, beta);
                accumulate(
                        lower, gradient, dimension, keep[s] * p * (1 - p), keep[s] * (log.milliReward(s) / 1000.0 - p));
            }
            Posterior.unpack(lower, precision, matrix);
            Posterior.invert(solver, matrix, "action " + action);
            Posterior.times(matrix, gradient, step);
            double gain = 0;
            for (int k = 0; k < dimension; k++) {
                gain += step[k] * gradient[k];
            }
            height = advance(action, beta, step, precision, height);
            if (gain < 1e-5) {
                break;
            }
        }
        mode.own.set(action, matrix, beta);
    }

    private double advance(int action, double[] beta, double[] step, double precision, double height) {
        double[] candidate = new double[dimension];
        for (double length = 1; length > 1e-4; length /= 2) {
            for (int k = 0; k < dimension; k++) {
                candidate[k] = beta[k] + length * step[k];
            }
            double reached = height(action, candidate, precision);
            if (reached >= height) {
                System.arraycopy(candidate, 0, beta, 0, dimension);
                return reached;
            }
        }
        return height;
    }

    private double height(int action, double[] beta, double precision) {
        double sum = 0;
        for (double b : beta) {
            sum -= precision * b * b / 2;
        }
        for (int s : eventsOf.get(action)) {
            double eta = logit(action, s, beta);
            double softplus = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
            sum += keep[s] * (log.milliReward(s) / 1000.0 * eta - softplus);
        }
        return sum;
    }

    private double probability(int action, int s, double[] beta) {
        return Linearisation.sigmoid(logit(action, s, beta));
    }

    /** Leaves the features of event s in {@link #u}. */
    private double logit(int action, int s, double[] beta) {
        log.event(s).unpack(u);
        double eta = mode.actions().baseline(action) + sharedPart[s];
        for (int k = 0; k < dimension; k++) {
            eta += beta[k] * u[k];
        }
        return eta;
    }

    private void accumulate(double[] lower, double[] target, int n, double weight, double t) {
        int at = 0;
        for (int i = 0; i < n; i++) {
            target[i] += t * u[i];
            double wu = weight * u[i];
            for (int j = 0; j <= i; j++) {
                lower[at++] += wu * u[j];
            }
        }
    }

    private ExactSums rewrite() {
        ExactSums sums = new ExactSums(dimension, mode.shared == null ? 0 : mode.shared.columns);
        for (int s = 0; s < log.size(); s++) {
            Linearisation old = log.event(s);
            old.unpack(u);
            int a = old.action();
            Linearisation moved = Linearisation.atMode(
                    a, old.features(), mode.actions().baseline(a), mode.own.logit(a, u), sharedPart[s]);
            log.replace(s, moved);
            sums.add(log.period(s), moved, log.milliReward(s));
        }
        return sums;
    }
}
