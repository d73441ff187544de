package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Business time as the instance has it, carried on between two readings by its rate. Never ahead of the instance: the line
 * starts when the answer has arrived, a little after it was written. Of several readings the one that took least time on its
 * way counts, because its line is the furthest: at a high rate, a few milliseconds are hours.
 */
final class BusinessNow {
    private static final Duration READ_AGAIN = Duration.ofSeconds(5);

    /** A reading that is further behind than this is of a clock that was moved. */
    private static final Duration LONGEST_WAY = Duration.ofSeconds(2);

    private final ApiClient api;
    private final Pace pace;
    private Instant read = Instant.EPOCH;
    private long readNanos;
    private double rate = 1;

    BusinessNow(ApiClient api, Pace pace) {
        this.api = api;
        this.pace = pace;
    }

    /** Asks the instance what time it is. */
    void synchronise() throws InterruptedException {
        ApiClient.Answer answer = api.get("/api/v1/clock");
        Map<String, Object> body = answer.body();
        if (!answer.isGood()
                || !(body.get("now") instanceof String now)
                || !(body.get("rate") instanceof Number speed)) {
            throw new ApiRefusal("GET /api/v1/clock should answer with now and rate, but answered " + answer.status()
                    + " " + answer.detail());
        }
        long nanos = pace.nanos();
        Instant said = Instant.parse(now);
        Instant carried = carried(nanos);
        boolean sameLine = rate == speed.doubleValue()
                && carried.isAfter(said)
                && carried.isBefore(said.plusMillis((long) (LONGEST_WAY.toMillis() * rate)));
        read = sameLine ? carried : said;
        readNanos = nanos;
        rate = speed.doubleValue();
    }

    private Instant carried(long nanos) {
        return read.plusMillis((long) ((nanos - readNanos) / 1e6 * rate));
    }

    /** Business seconds per real second. */
    double rate() {
        return rate;
    }

    Instant now() throws InterruptedException {
        if (pace.nanos() - readNanos > READ_AGAIN.toNanos()) {
            synchronise();
        }
        return carried(pace.nanos());
    }

    /** How long, in real time, until a business moment; zero if it has passed. */
    Duration realUntil(Instant moment) throws InterruptedException {
        double seconds = Duration.between(now(), moment).toMillis() / 1e3 / rate;
        return seconds <= 0 ? Duration.ZERO : Duration.ofNanos((long) (seconds * 1e9));
    }
}
