package nextbest.learning.offpolicy;

import java.util.Map;

/**
 * One policy, judged on one log.
 *
 * @param overlap how well the log covers the policy
 * @param verdicts an answer for each estimator; either all are refused or none
 */
public record OffPolicyReport(Overlap overlap, Map<Estimator, Verdict> verdicts) {
    public OffPolicyReport {
        verdicts = Map.copyOf(verdicts);
    }

    /** The answer of one estimator. */
    public Verdict verdict(Estimator estimator) {
        return verdicts.get(estimator);
    }
}
