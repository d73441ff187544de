package nextbest.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The one source of 'now' for every duration, expiry, timer, schedule and cap. Business time is a straight line over real
 * time: at {@code realStart} it is {@code businessStart}, and it runs {@code rate} times as fast. With rate 1 and equal
 * starts it is the wall clock.
 *
 * <p>A clock is a value: it travels in a workflow's input, and whoever reads it must say what the real time is.
 *
 * @param businessStart business time at {@code realStart}
 * @param realStart the real moment that the line goes through
 * @param rate business seconds per real second, more than 0 and at most {@value #MAX_RATE}
 * @param version counts the times the clock was set; a reader with two clocks follows the higher one
 */
public record BusinessClock(Instant businessStart, Instant realStart, double rate, long version) {
    /** A year of business time in about half a minute; beyond that, timers are shorter than a commit. */
    public static final double MAX_RATE = 1_000_000;

    public BusinessClock {
        Objects.requireNonNull(businessStart, "businessStart");
        Objects.requireNonNull(realStart, "realStart");
        if (!(rate > 0 && rate <= MAX_RATE)) {
            throw new IllegalArgumentException("the rate of the business clock must be above 0 and at most "
                    + (long) MAX_RATE + ", but is " + rate);
        }
    }

    /** Real time: rate 1. */
    public static BusinessClock wall(Instant now) {
        return new BusinessClock(now, now, 1, 0);
    }

    /** Whether business time is real time; then nobody may move the clock. */
    public boolean isReal() {
        return rate == 1 && businessStart.equals(realStart);
    }

    /** Business time at a real moment, in whole microseconds: what is stored is then what was meant. */
    public Instant at(Instant real) {
        return businessStart
                .plus(scale(Duration.between(realStart, real), rate))
                .truncatedTo(ChronoUnit.MICROS);
    }

    /** The real moment at which business time is {@code business}. */
    public Instant realAt(Instant business) {
        return realStart.plus(scale(Duration.between(businessStart, business), 1 / rate));
    }

    /** How long, in real time, until {@code business} is reached; zero if it has passed. */
    public Duration realUntil(Instant business, Instant realNow) {
        Duration left = Duration.between(realNow, realAt(business));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The clock after it was set to {@code business} at the real moment {@code real}. */
    public BusinessClock movedTo(Instant business, Instant real) {
        return new BusinessClock(business, real, rate, version + 1);
    }

    private static Duration scale(Duration duration, double factor) {
        if (factor == 1) {
            return duration;
        }
        double seconds = duration.getSeconds() * factor + duration.getNano() * factor / 1e9;
        long whole = (long) Math.floor(seconds);
        return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
    }
}
