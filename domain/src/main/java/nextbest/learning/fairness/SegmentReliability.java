package nextbest.learning.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Whether predicted chances hold in every segment and not only on average. Per segment, Σ(won − p) over
 * √Σp(1 − p) is about standard normal when chances are right (Spiegelhalter 1986, calibration in the large); a segment is
 * flagged beyond the two-sided 95 % quantile, Bonferroni-corrected for the number of segments.
 */
public final class SegmentReliability {
    private SegmentReliability() {}

    /**
     * What was found about a segment.
     *
     * @param predicted mean predicted chance
     * @param observed share that was won
     * @param z standardised difference
     * @param off whether it is beyond what chance explains; never with fewer than {@value FairnessAudit#FEWEST_CASES} cases
     */
    public record Finding(String segment, int cases, double predicted, double observed, double z, boolean off) {}

    /** Checks each segment, in the order of names. All arrays have one element per case. */
    public static List<Finding> check(String[] segment, double[] chance, boolean[] won) {
        if (segment.length != chance.length || won.length != chance.length) {
            throw new IllegalArgumentException("expected one segment, chance and outcome per case, but got "
                    + segment.length + ", " + chance.length + " and " + won.length);
        }
        Map<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < chance.length; i++) {
            double[] s = sums.computeIfAbsent(segment[i], key -> new double[4]);
            s[0]++;
            s[1] += chance[i];
            s[2] += won[i] ? 1 : 0;
            s[3] += chance[i] * (1 - chance[i]);
        }
        double limit = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - 0.025 / Math.max(1, sums.size()));
        List<Finding> findings = new ArrayList<>();
        sums.forEach((name, s) -> {
            double z = s[3] > 0 ? (s[2] - s[1]) / Math.sqrt(s[3]) : 0;
            boolean off = s[0] >= FairnessAudit.FEWEST_CASES && Math.abs(z) > limit;
            findings.add(new Finding(name, (int) s[0], s[1] / s[0], s[2] / s[0], z, off));
        });
        return findings;
    }
}
