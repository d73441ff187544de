package nextbest.learning.trial;

import java.util.OptionalDouble;

/**
 * How alike the outcomes of one account are: the one-way ANOVA estimator of the intraclass correlation for accounts of
 * different sizes (Donner 1986). With k accounts, N outcomes, rates p_i of n_i outcomes and the common rate p it is
 * (B − W)/(B + (n₀ − 1)W), where B = Σn_i(p_i − p)²/(k − 1), W = Σn_i·p_i(1 − p_i)/(N − k) and n₀ = (N − Σn_i²/N)/(k − 1).
 */
public final class ClusterCorrelation {
    /** From so many accounts on the estimate is used. */
    public static final int FEWEST_ACCOUNTS = 20;

    /** What is assumed where it cannot be measured: the middle of what account-level trials in sales usually show. */
    public static final double ASSUMED = 0.2;

    private ClusterCorrelation() {}

    /**
     * The correlation in [0, 1]; empty below {@value #FEWEST_ACCOUNTS} accounts, or where hardly any account has more than
     * one outcome, or all outcomes are the same.
     */
    public static OptionalDouble of(AnytimeComparison.Arm accounts) {
        int k = accounts.rewards().length;
        double n = 0;
        double squares = 0;
        double total = 0;
        for (int i = 0; i < k; i++) {
            double size = accounts.exposures()[i];
            n += size;
            squares += size * size;
            total += accounts.rewards()[i];
        }
        if (k < FEWEST_ACCOUNTS || n - k < FEWEST_ACCOUNTS || total == 0 || total == n) {
            return OptionalDouble.empty();
        }
        double rate = total / n;
        double between = 0;
        double within = 0;
        for (int i = 0; i < k; i++) {
            double size = accounts.exposures()[i];
            double own = accounts.rewards()[i] / size;
            between += size * (own - rate) * (own - rate);
            within += size * own * (1 - own);
        }
        between /= k - 1;
        within /= n - k;
        double typical = (n - squares / n) / (k - 1);
        return OptionalDouble.of(Math.clamp((between - within) / (between + (typical - 1) * within), 0, 1));
    }
}
