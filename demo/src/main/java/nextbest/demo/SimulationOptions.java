package nextbest.demo;

import java.time.Duration;
import java.util.Objects;

/**
 * How to play.
 *
 * @param seed everything that is left to chance follows from it
 * @param size of the organisation
 * @param businessDays for how many working days, 1 to 500
 * @param atMost for how long in real time, from the first request on; the simulation stops at whatever comes first
 */
public record SimulationOptions(long seed, DemoSize size, int businessDays, Duration atMost) {
    public SimulationOptions {
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(atMost, "atMost");
        if (businessDays < 1 || businessDays > 500) {
            throw new IllegalArgumentException("businessDays must be 1 to 500, but is " + businessDays);
        }
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("atMost must be longer than nothing, but is " + atMost);
        }
    }

    /** The standard organisation for 45 working days, in two minutes at most. */
    public static SimulationOptions standard() {
        return new SimulationOptions(1, DemoSize.standard(), 45, Duration.ofMinutes(2));
    }

    /**
     * A rate of the business clock (business seconds per real second) at which the working days take about a given time.
     * Five working days are seven days.
     */
    public double rateFor(Duration real) {
        return businessDays * 7.0 / 5 * Duration.ofDays(1).toSeconds() / Math.max(1, real.toSeconds());
    }
}
