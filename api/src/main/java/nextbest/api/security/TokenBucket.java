package nextbest.api.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A bucket of permits per caller: it holds {@code capacity} and fills at {@code perSecond}. A request takes one; where there
 * is none, the wait is the time until there is one. Counted in this process only.
 */
final class TokenBucket implements RateLimit {
    /** Full buckets say nothing and are thrown away when there are more than so many. */
    private static final int MANY = 10_000;

    private final double capacity;
    private final double perSecond;
    private final Supplier<Instant> realNow;
    private final Map<String, Level> levels = new ConcurrentHashMap<>();

    private record Level(double permits, Instant at, boolean taken) {}

    TokenBucket(double capacity, double perSecond, Supplier<Instant> realNow) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.realNow = realNow;
    }

    @Override
    public Optional<Duration> refuses(String who) {
        Instant now = realNow.get();
        if (levels.size() > MANY) {
            levels.values().removeIf(level -> filled(level, now) >= capacity);
        }
        Level level = levels.compute(who, (key, before) -> {
            double permits = before == null ? capacity : filled(before, now);
            return permits >= 1 ? new Level(permits - 1, now, true) : new Level(permits, now, false);
        });
        return level.taken()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) Math.ceil((1 - level.permits()) / perSecond * 1_000)));
    }

    private double filled(Level level, Instant now) {
        double seconds = Math.max(0, Duration.between(level.at(), now).toMillis() / 1_000.0);
        return Math.min(capacity, level.permits() + seconds * perSecond);
    }
}
