package nextbest.learning.offpolicy;

import java.util.Objects;

/** The answer to 'what would this policy have earned?': a number with an interval, or a refusal with its reason. */
public sealed interface Verdict {

    /**
     * A value per decision on the scale of the rewards.
     *
     * @param value the point estimate
     * @param lower lower end of the 95 % interval
     * @param upper upper end of the 95 % interval
     */
    record Estimate(double value, double lower, double upper) implements Verdict {
        public Estimate {
            if (!(lower <= value && value <= upper)) {
                throw new IllegalArgumentException(
                        "expected lower <= value <= upper, but got " + lower + ", " + value + ", " + upper);
            }
        }
    }

    /**
     * No number is given.
     *
     * @param reason what is missing, in words for the reader of the report
     */
    record Refused(String reason) implements Verdict {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
