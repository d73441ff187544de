package nextbest.vendors.gong;

import java.time.Duration;
import java.util.List;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;

/** What Gong allows a company: requests per second and per day, without saying how many are left. */
final class GongLimits {
    /** Who is told to wait longer has used up the day's requests and not the second's. */
    private static final Duration DAYS_BUSINESS = Duration.ofMinutes(1);

    final Limit second;
    final Limit day;

    GongLimits(double perSecond, double perDay) {
        second = new Limit("second", perSecond, Duration.ofSeconds(1));
        day = new Limit("day", perDay, Duration.ofDays(1));
    }

    List<Toll> call() {
        return List.of(Toll.one(second), Toll.one(day));
    }

    /** The limit that a wait is about: the answer names none. */
    Limit exceeded(Duration wait) {
        return wait.compareTo(DAYS_BUSINESS) > 0 ? day : second;
    }
}
