package nextbest.learning.statistics;

import java.util.Objects;

/** What the data say about a quantity: a number with an interval and its n, or that there is too little data. */
public sealed interface Estimate {
    /**
     * A number that may be shown.
     *
     * @param value the estimate
     * @param lower lower end of the 95 % interval
     * @param upper upper end of the 95 % interval
     * @param n the cases of its own behind it
     */
    record Measured(double value, double lower, double upper, long n) implements Estimate {
        public Measured {
            if (!(lower <= value && value <= upper)) {
                throw new IllegalArgumentException(
                        "expected lower <= value <= upper, but got " + lower + ", " + value + ", " + upper);
            }
        }

        /** Whether the interval leaves this value out: only then may a difference from it be shown as an effect. */
        public boolean excludes(double neutral) {
            return lower > neutral || upper < neutral;
        }
    }

    /**
     * Nothing is claimed.
     *
     * @param n the cases there are
     * @param reason what is missing, in words
     */
    record TooLittleData(long n, String reason) implements Estimate {
        public TooLittleData {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
