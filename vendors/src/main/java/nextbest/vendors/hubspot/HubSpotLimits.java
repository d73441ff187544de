package nextbest.vendors.hubspot;

import java.time.Duration;
import java.util.List;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;

/** What HubSpot allows an account: calls per ten seconds and per day, and searches per second. */
final class HubSpotLimits {
    private static final double SEARCHES_PER_SECOND = 5;

    final Limit calls;
    final Limit daily;
    final Limit searches = new Limit("search", SEARCHES_PER_SECOND, Duration.ofSeconds(1));

    HubSpotLimits(double callsPerTenSeconds, double callsPerDay) {
        calls = new Limit("calls", callsPerTenSeconds, Duration.ofSeconds(10));
        daily = new Limit("daily", callsPerDay, Duration.ofDays(1));
    }

    List<Toll> call() {
        return List.of(Toll.one(calls), Toll.one(daily));
    }

    List<Toll> search() {
        return List.of(Toll.one(calls), Toll.one(daily), Toll.one(searches));
    }

    /** The limit that an answer 429 names, and how long it takes if the answer does not say. */
    Exceeded exceeded(String policy) {
        return switch (policy) {
            case "DAILY" -> new Exceeded(daily, Duration.ofMinutes(15));
            case "SECONDLY" -> new Exceeded(searches, Duration.ofSeconds(1));
            // TEN_SECONDLY_ROLLING, and whatever else there may be
            default -> new Exceeded(calls, Duration.ofSeconds(10));
        };
    }

    record Exceeded(Limit limit, Duration unlessSaid) {}
}
