package nextbest.recommendation;

import java.util.Objects;

/** How often deals moved on after the action: with n and an interval, or not at all. Never a bare percentage. */
public sealed interface SuccessRate {

    /**
     * @param n decisions with this action whose window has closed
     * @param successes after how many of them the deal moved on
     * @param share the estimate, shrunk to the level above
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param design whether chance decided who got the action
     */
    record Measured(long n, long successes, double share, double low, double high, EvidenceDesign design)
            implements SuccessRate {
        public Measured {
            Objects.requireNonNull(design, "design");
        }
    }

    /**
     * @param n how many there are
     * @param needed how many it takes
     */
    record TooLittleData(long n, long needed) implements SuccessRate {}
}
