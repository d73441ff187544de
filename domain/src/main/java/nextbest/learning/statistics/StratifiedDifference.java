package nextbest.learning.statistics;

import java.util.Collection;

/**
 * The difference of two shares among cases that were alike: within each stratum the sides are compared, and the strata are
 * weighted by Mantel and Haenszel (1959). With a of n₁ and b of n₀ in a stratum of N it is Σw(a/n₁ − b/n₀)/Σw, w = n₁n₀/N,
 * and its variance (Sato 1989) is (D·ΣP + ΣQ)/(Σw)², where P = (n₁²b − n₀²a + n₁n₀(n₀ − n₁)/2)/N² and
 * Q = (a(n₀ − b) + b(n₁ − a))/(2N).
 */
public final class StratifiedDifference {
    /** Fewer successes or failures than this on both sides together carry no interval. */
    private static final int FEWEST_EVENTS = 5;

    private StratifiedDifference() {}

    /** One stratum; where one side is empty it says nothing. */
    public record Stratum(Proportion one, Proportion other) {
        private boolean compares() {
            return one.trials() > 0 && other.trials() > 0;
        }
    }

    /**
     * The one side's share minus the other's.
     *
     * @param fewest cases that each side must have in strata that have both
     */
    public static Estimate of(Collection<Stratum> strata, int fewest) {
        double weights = 0;
        double sum = 0;
        double p = 0;
        double q = 0;
        long ones = 0;
        long others = 0;
        long successes = 0;
        for (Stratum stratum : strata) {
            if (!stratum.compares()) {
                continue;
            }
            double n1 = stratum.one().trials();
            double n0 = stratum.other().trials();
            double a = stratum.one().successes();
            double b = stratum.other().successes();
            double n = n1 + n0;
            double w = n1 * n0 / n;
            weights += w;
            sum += w * (a / n1 - b / n0);
            p += (n1 * n1 * b - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n);
            q += (a * (n0 - b) + b * (n1 - a)) / (2 * n);
            ones += stratum.one().trials();
            others += stratum.other().trials();
            successes += stratum.one().successes() + stratum.other().successes();
        }
        long least = Math.min(ones, others);
        if (least < fewest) {
            return new Estimate.TooLittleData(
                    least, "one side has only " + least + " cases; at least " + fewest + " of each are needed");
        }
        long failures = ones + others - successes;
        if (Math.min(successes, failures) < FEWEST_EVENTS) {
            return new Estimate.TooLittleData(
                    least,
                    successes + " successes and " + failures + " failures; at least " + FEWEST_EVENTS
                            + " of each are needed");
        }
        double difference = sum / weights;
        double half = Proportion.Z95 * Math.sqrt(Math.max(0, difference * p + q)) / weights;
        return new Estimate.Measured(
                difference, Math.max(-1, difference - half), Math.min(1, difference + half), least);
    }
}
