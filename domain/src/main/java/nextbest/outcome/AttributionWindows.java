package nextbest.outcome;

import java.time.Duration;

/**
 * For how long after a decision something still counts as its result, per tenant.
 *
 * @param ignoredAfterWorkingDays after so many of the rep's working days without an answer the recommendation is ignored
 * @param executedWithin an execution later than this is not this decision's
 * @param advancedWithin a stage advance later than this is not this decision's
 * @param closedWithin a win or loss later than this is not this decision's
 */
public record AttributionWindows(
        int ignoredAfterWorkingDays, Duration executedWithin, Duration advancedWithin, Duration closedWithin) {
    public AttributionWindows {
        if (ignoredAfterWorkingDays < 1) {
            throw new IllegalArgumentException(
                    "a rep needs at least one working day to answer, but the window is " + ignoredAfterWorkingDays);
        }
        positive(executedWithin, "executedWithin");
        positive(advancedWithin, "advancedWithin");
        positive(closedWithin, "closedWithin");
    }

    /** 3 working days, 7 days, 30 days and 365 days. */
    public static AttributionWindows standard() {
        return new AttributionWindows(3, Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(365));
    }

    private static void positive(Duration window, String name) {
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, but is " + window);
        }
    }
}
