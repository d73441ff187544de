package nextbest.api.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Access;
import nextbest.api.security.Caller;
import nextbest.store.Store;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.report.Slice;
import org.springframework.stereotype.Component;

/** Reads reports for a caller, from words for periods and groups. */
@Component
public final class Reports {
    /** As in events: what lies outside is a slip of the pen. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 2200;

    private final Store store;
    private final Breakdown breakdown;
    private final Access access;

    Reports(Store store, Access access) {
        this.store = store;
        this.breakdown = new Breakdown(store.database());
        this.access = access;
    }

    public LoopReport report(Caller caller, Instant from, Instant until) {
        return report(caller, from, until, Slice.everything());
    }

    public LoopReport report(Caller caller, Instant from, Instant until, Slice slice) {
        return store.reports().of(caller.tenant(), from, until, slice);
    }

    public List<Breakdown.Line> lines(Caller caller, Breakdown.By by, Instant from, Instant until) {
        return lines(caller, by, from, until, Slice.everything());
    }

    public List<Breakdown.Line> lines(Caller caller, Breakdown.By by, Instant from, Instant until, Slice slice) {
        if (by == Breakdown.By.REP && !access.seesFiguresOfReps(caller)) {
            throw Refusal.of(ProblemKind.FORBIDDEN, "figures of single reps are for their line manager and operators");
        }
        return breakdown.of(caller.tenant(), by, from, until, slice);
    }

    public Instant now() {
        return store.time().now();
    }

    public ZoneId zone(Caller caller) {
        return ZoneId.of(store.tenants().get(caller.tenant()).zone());
    }

    /** From its first moment to before its end, in business time. */
    public record Period(Instant since, Instant until) {}

    /**
     * @param from a day or a moment; null for as long before the end as is usual
     * @param to a day, which is included, or a moment, which is not; null for now
     * @param usual how long before the end a period begins of which no beginning is said
     * @throws Refusal if one is neither day nor moment, or the beginning is not before the end
     */
    public Period period(Caller caller, String from, String to, Duration usual) {
        ZoneId zone = zone(caller);
        Instant until = to == null ? now() : moment("to", to, zone, 1);
        Instant since = from == null ? until.minus(usual) : moment("from", from, zone, 0);
        if (!since.isBefore(until)) {
            throw Refusal.invalid("from", since.toString(), "a moment before " + until);
        }
        return new Period(since, until);
    }

    /** @throws Refusal if there is no such grouping */
    public static Breakdown.By by(String text) {
        try {
            return Breakdown.By.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(
                    "by",
                    text,
                    "one of "
                            + Arrays.stream(Breakdown.By.values())
                                    .map(b -> b.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** @param plusDays added to a day: 1 makes it included as an end */
    public static Instant moment(String name, String text, ZoneId zone, int plusDays) {
        String allowed = "a day such as 2026-03-31 or a moment such as 2026-03-31T09:30:00Z, from 1900 to 2200";
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(plusDays)
                            .atStartOfDay(zone)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = moment.atZone(zone).getYear();
            if (year < FIRST_YEAR || year > LAST_YEAR) {
                throw Refusal.invalid(name, text, allowed);
            }
            return moment;
        } catch (DateTimeException e) {
            throw Refusal.invalid(name, text, allowed);
        }
    }
}
