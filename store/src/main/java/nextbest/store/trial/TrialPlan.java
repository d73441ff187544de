package nextbest.store.trial;

import java.util.Objects;
import nextbest.learning.trial.ClusterCorrelation;
import nextbest.learning.trial.TrialDesign;

/**
 * What was announced before a trial began.
 *
 * @param design its size
 * @param numbers the organisation's own numbers as they were
 * @param rateGiven whether the base rate was given by a person instead of taken from them
 */
public record TrialPlan(TrialDesign design, TrialPlanner.OwnNumbers numbers, boolean rateGiven) {
    public TrialPlan {
        Objects.requireNonNull(design, "design");
        Objects.requireNonNull(numbers, "numbers");
    }

    /** Whether the correlation was measured; otherwise {@value ClusterCorrelation#ASSUMED} is assumed. */
    public boolean correlationMeasured() {
        return numbers.correlation().isPresent();
    }
}
