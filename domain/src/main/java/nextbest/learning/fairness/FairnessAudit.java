package nextbest.learning.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nextbest.learning.statistics.Proportion;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Compares each group's rate with that of all others, by their ratio.
 *
 * <p>Interval of the ratio on the log scale with half a case added (Walter 1975), at 95 % for the whole audit: with g groups
 * each is an interval of level 1 − 0.05/g (Bonferroni). The band 0.8 to 1.25 is the 'four fifths' convention. A group is
 * only called treated differently when its whole interval lies outside the band; that the point estimate does is not enough.
 */
public final class FairnessAudit {
    /** Ratios inside [1/BAND, BAND] count as alike. */
    public static final double BAND = 1.25;
    /** Groups with fewer cases than this are not judged. */
    public static final int FEWEST_CASES = 10;

    private FairnessAudit() {}

    /** The answer for a group. */
    public enum Answer {
        /** The whole interval lies within the band. */
        ALIKE,
        /** The whole interval lies below the band. */
        LOWER,
        /** The whole interval lies above the band. */
        HIGHER,
        /** The interval reaches into and out of the band: more data or a person's look is needed. */
        UNCLEAR,
        /** Fewer than {@value #FEWEST_CASES} cases here or elsewhere, or no success anywhere. */
        TOO_LITTLE_DATA
    }

    /**
     * What was found about a group.
     *
     * @param ratio the group's rate over that of all others; NaN with too little data
     * @param lower lower end of its interval; NaN with too little data
     * @param upper upper end; NaN with too little data
     */
    public record Finding(String group, Proportion cases, double ratio, double lower, double upper, Answer answer) {}

    /** Audits the groups, in the order of their names. */
    public static List<Finding> audit(Map<String, Proportion> groups) {
        long successes = 0;
        long trials = 0;
        long judged = 0;
        for (Proportion cases : groups.values()) {
            successes += cases.successes();
            trials += cases.trials();
            judged += cases.trials() >= FEWEST_CASES ? 1 : 0;
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - 0.025 / Math.max(1, judged));
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Proportion> entry : new TreeMap<>(groups).entrySet()) {
            Proportion cases = entry.getValue();
            Proportion others = new Proportion(successes - cases.successes(), trials - cases.trials());
            findings.add(compare(entry.getKey(), cases, others, z));
        }
        return findings;
    }

    private static Finding compare(String group, Proportion cases, Proportion others, double z) {
        if (cases.trials() < FEWEST_CASES
                || others.trials() < FEWEST_CASES
                || cases.successes() + others.successes() == 0) {
            return new Finding(group, cases, Double.NaN, Double.NaN, Double.NaN, Answer.TOO_LITTLE_DATA);
        }
        double a = cases.successes() + 0.5;
        double n = cases.trials() + 0.5;
        double b = others.successes() + 0.5;
        double m = others.trials() + 0.5;
        double log = Math.log(a / n) - Math.log(b / m);
        double error = Math.sqrt(Math.max(0, 1 / a - 1 / n) + Math.max(0, 1 / b - 1 / m));
        double lower = Math.exp(log - z * error);
        double upper = Math.exp(log + z * error);
        return new Finding(group, cases, Math.exp(log), lower, upper, answer(lower, upper));
    }

    private static Answer answer(double lower, double upper) {
        if (upper < 1 / BAND) {
            return Answer.LOWER;
        }
        if (lower > BAND) {
            return Answer.HIGHER;
        }
        return lower >= 1 / BAND && upper <= BAND ? Answer.ALIKE : Answer.UNCLEAR;
    }
}
