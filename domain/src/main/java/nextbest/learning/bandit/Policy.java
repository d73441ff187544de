package nextbest.learning.bandit;

import java.util.Arrays;

/**
 * From beliefs to propensities. With m_a the expected logit and s_a its standard deviation as far as actions differ in it,
 * h_a = m_a + α·s_a, q_a ∝ exp(γ(h_a − max h)) and p_a = (1 − ε)q_a + ε/|E| over the eligible set E.
 *
 * <p>s_a² = u'C_a u + (z_a − z̄)'G(z_a − z̄) with z̄ the mean over E: uncertainty that all actions share does not help to
 * choose between them and must not count as a reason to explore. One uniform number picks by inverse distribution
 * function, in the order of action indices, so the same decision always picks the same action.
 */
public final class Policy {
    private final BanditSettings settings;

    public Policy(BanditSettings settings) {
        this.settings = settings;
    }

    /**
     * Fills the choice. The features of the choice ({@code u}) have been written before.
     *
     * @param eligible one flag per action, at least one true
     * @param uniform a number in [0, 1), from a hash of the decision's id
     */
    void choose(Posterior beliefs, boolean[] eligible, double uniform, Choice choice) {
        int n = beliefs.actions().size();
        int count = count(eligible, n);
        double[] u = choice.features;
        beliefs.own.score(u, choice.own, choice.variance);
        if (beliefs.shared == null) {
            compareOwn(beliefs, eligible, n, choice);
        } else {
            compareShared(beliefs, eligible, n, count, choice);
        }
        spread(eligible, n, count, choice);
        choice.chosen = pick(choice.propensity, n, uniform);
        remember(beliefs, choice);
    }

    private static int count(boolean[] eligible, int n) {
        if (eligible.length != n) {
            throw new IllegalArgumentException(
                    "expected one eligibility flag per action (" + n + "), but got " + eligible.length);
        }
        int count = 0;
        for (boolean e : eligible) {
            count += e ? 1 : 0;
        }
        if (count == 0) {
            throw new IllegalArgumentException("no action is eligible; at least one of " + n + " must be");
        }
        return count;
    }

    private void compareOwn(Posterior beliefs, boolean[] eligible, int n, Choice choice) {
        for (int a = 0; a < n; a++) {
            if (eligible[a]) {
                choice.logit[a] = beliefs.actions().baseline(a) + choice.own[a];
                choice.optimistic[a] =
                        choice.logit[a] + settings.optimism() * Math.sqrt(Math.max(0, choice.variance[a]));
            }
        }
    }

    private void compareShared(Posterior beliefs, boolean[] eligible, int n, int count, Choice choice) {
        ActionSpace actions = beliefs.actions();
        int rows = beliefs.shared.rows;
        beliefs.shared.contract(choice.features, choice.contracted, choice.gram);
        Arrays.fill(choice.centre, 0, rows, 0);
        for (int a = 0; a < n; a++) {
            if (eligible[a]) {
                double[] z = actions.row(a);
                for (int j = 0; j < rows; j++) {
                    choice.centre[j] += z[j] / count;
                }
            }
        }
        for (int a = 0; a < n; a++) {
            if (eligible[a]) {
                double[] z = actions.row(a);
                double sharedLogit = 0;
                for (int j = 0; j < rows; j++) {
                    sharedLogit += z[j] * choice.contracted[j];
                    choice.difference[j] = z[j] - choice.centre[j];
                }
                double distinct = choice.variance[a] + quadratic(choice.gram, choice.difference, rows);
                choice.logit[a] = actions.baseline(a) + choice.own[a] + sharedLogit;
                choice.optimistic[a] = choice.logit[a] + settings.optimism() * Math.sqrt(Math.max(0, distinct));
            }
        }
    }

    private void spread(boolean[] eligible, int n, int count, Choice choice) {
        double best = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < n; a++) {
            if (eligible[a]) {
                best = Math.max(best, choice.optimistic[a]);
            }
        }
        double total = 0;
        for (int a = 0; a < n; a++) {
            double q = 0;
            if (eligible[a]) {
                double exponent = settings.sharpness() * (choice.optimistic[a] - best);
                q = exponent < -40 ? 0 : Math.exp(exponent);
            }
            choice.propensity[a] = q;
            total += q;
        }
        double scale = (1 - settings.floor()) / total;
        double floor = settings.floor() / count;
        for (int a = 0; a < n; a++) {
            choice.propensity[a] = eligible[a] ? choice.propensity[a] * scale + floor : 0;
        }
    }

    private static int pick(double[] propensity, int n, double uniform) {
        double cumulated = 0;
        int last = -1;
        for (int a = 0; a < n; a++) {
            if (propensity[a] > 0) {
                cumulated += propensity[a];
                last = a;
                if (uniform < cumulated) {
                    return a;
                }
            }
        }
        return last;
    }

    private static void remember(Posterior beliefs, Choice choice) {
        int a = choice.chosen;
        choice.baseline = beliefs.actions().baseline(a);
        choice.ownLogit = choice.own[a];
        choice.ownVariance = Math.max(0, choice.variance[a]);
        choice.sharedLogit = 0;
        choice.sharedVariance = 0;
        if (beliefs.shared != null) {
            double[] z = beliefs.actions().row(a);
            choice.sharedLogit = choice.logit[a] - choice.own[a] - choice.baseline;
            choice.sharedVariance = Math.max(0, quadratic(choice.gram, z, beliefs.shared.rows));
        }
    }

    private static double quadratic(double[] gram, double[] z, int n) {
        double total = 0;
        for (int j = 0; j < n; j++) {
            double row = 0;
            for (int k = 0; k < n; k++) {
                row += gram[j * n + k] * z[k];
            }
            total += z[j] * row;
        }
        return total;
    }
}
