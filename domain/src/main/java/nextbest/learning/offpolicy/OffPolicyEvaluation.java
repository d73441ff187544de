package nextbest.learning.offpolicy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Judges a policy on logged decisions: overlap first, then all {@linkplain Estimator estimators} with 95 % intervals.
 *
 * <p>All estimators are functions of sums over decisions, so the cluster bootstrap (Field and Welsh 2007) resamples the
 * sums of whole clusters: {@value #RESAMPLES} times, percentile interval, fixed seed. The interval of the direct method also
 * covers that of the doubly robust value, since nothing in the direct method knows by how much its model is off. Where no
 * reward of anything that the policy would do was positive the
 * bootstrap sees nothing vary; the upper end is then at least what 0 successes in ESS trials allow,
 * 1 − 0.025^(1/ESS) (Clopper and Pearson 1934), and correspondingly below where every reward was 1.
 */
public final class OffPolicyEvaluation {
    private static final int RESAMPLES = 2000;
    private static final double SWITCH_AT = 10;
    private static final long SEED = 0x6F70652D626F6F74L;

    private OffPolicyEvaluation() {}

    /** The report; never throws on a checked log. */
    public static OffPolicyReport evaluate(LoggedDecisions log) {
        Overlap overlap = Overlap.of(log);
        Map<Estimator, Verdict> verdicts = new EnumMap<>(Estimator.class);
        if (overlap.objection().isPresent()) {
            Verdict refused = new Verdict.Refused(overlap.objection().get());
            for (Estimator estimator : Estimator.values()) {
                verdicts.put(estimator, refused);
            }
            return new OffPolicyReport(overlap, verdicts);
        }
        Sums[] parts = Sums.perCluster(log);
        Sums all = new Sums();
        for (Sums part : parts) {
            all.add(part);
        }
        Map<Estimator, double[]> resampled = bootstrap(parts);
        // rewards of what the policy would never do say nothing of it
        boolean allZero = weighted(log).allMatch(i -> log.reward[i] == 0);
        boolean allOne = weighted(log).allMatch(i -> log.reward[i] == 1);
        double unseen = 1 - Math.pow(0.025, 1 / overlap.effectiveSize());
        for (Estimator estimator : Estimator.values()) {
            double value = all.value(estimator);
            // The direct method varies with its model, which is not refitted here; the spread of the doubly robust
            // value, which contains the model's residuals, stands in for it.
            Estimator spread = estimator == Estimator.DM ? Estimator.DR : estimator;
            double[] values = resampled.get(spread).clone();
            Arrays.sort(values);
            double shift = value - all.value(spread);
            double lower = Math.min(value, quantile(values, 0.025) + shift);
            double upper = Math.max(value, quantile(values, 0.975) + shift);
            if (estimator == Estimator.DM) {
                // a reward model that misses what came has a value of its own; what corrects it says by how much
                double[] corrected = resampled.get(Estimator.DR).clone();
                Arrays.sort(corrected);
                lower = Math.min(lower, quantile(corrected, 0.025));
                upper = Math.max(upper, quantile(corrected, 0.975));
            }
            if (allZero) {
                upper = Math.max(upper, value + unseen);
            }
            if (allOne) {
                lower = Math.min(lower, value - unseen);
            }
            verdicts.put(estimator, new Verdict.Estimate(value, lower, upper));
        }
        return new OffPolicyReport(overlap, verdicts);
    }

    private static IntStream weighted(LoggedDecisions log) {
        return IntStream.range(0, log.size()).filter(i -> log.weight(i) > 0);
    }

    /** The value of one estimator without overlap check or interval: for comparison with other implementations. */
    public static double pointEstimate(LoggedDecisions log, Estimator estimator) {
        Sums all = new Sums();
        for (Sums part : Sums.perCluster(log)) {
            all.add(part);
        }
        return all.value(estimator);
    }

    private static Map<Estimator, double[]> bootstrap(Sums[] parts) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        Map<Estimator, double[]> values = new EnumMap<>(Estimator.class);
        for (Estimator estimator : Estimator.values()) {
            values.put(estimator, new double[RESAMPLES]);
        }
        Sums sums = new Sums();
        for (int b = 0; b < RESAMPLES; b++) {
            sums.clear();
            for (int i = 0; i < parts.length; i++) {
                sums.add(parts[random.nextInt(parts.length)]);
            }
            for (Estimator estimator : Estimator.values()) {
                values.get(estimator)[b] = sums.value(estimator);
            }
        }
        return values;
    }

    private static double quantile(double[] sorted, double p) {
        return sorted[(int) Math.round(p * (sorted.length - 1))];
    }

    private static final class Sums {
        private double count;
        private double weight;
        private double weightedReward;
        private double clippedReward;
        private double direct;
        private double correction;
        private double switchedCorrection;

        static Sums[] perCluster(LoggedDecisions log) {
            Sums[] parts = new Sums[log.clusters];
            Arrays.setAll(parts, i -> new Sums());
            double clip = Math.sqrt(log.size());
            for (int i = 0; i < log.size(); i++) {
                double w = log.weight(i);
                double residual = w * (log.reward[i] - log.predicted[i]);
                Sums part = parts[log.cluster[i]];
                part.count++;
                part.weight += w;
                part.weightedReward += w * log.reward[i];
                part.clippedReward += Math.min(w, clip) * log.reward[i];
                part.direct += log.predictedUnderTarget[i];
                part.correction += residual;
                part.switchedCorrection += w <= SWITCH_AT ? residual : 0;
            }
            return parts;
        }

        void clear() {
            count = 0;
            weight = 0;
            weightedReward = 0;
            clippedReward = 0;
            direct = 0;
            correction = 0;
            switchedCorrection = 0;
        }

        void add(Sums other) {
            count += other.count;
            weight += other.weight;
            weightedReward += other.weightedReward;
            clippedReward += other.clippedReward;
            direct += other.direct;
            correction += other.correction;
            switchedCorrection += other.switchedCorrection;
        }

        double value(Estimator estimator) {
            return switch (estimator) {
                case IPS -> weightedReward / count;
                case CLIPPED_IPS -> clippedReward / count;
                case SNIPS -> weight == 0 ? 0 : weightedReward / weight;
                case DM -> direct / count;
                case DR -> (direct + correction) / count;
                case SNDR -> direct / count + (weight == 0 ? 0 : correction / weight);
                case SWITCH_DR -> (direct + switchedCorrection) / count;
            };
        }
    }
}
