package nextbest.store.product;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Opens screenings that nobody asked for: when the house has changed its view, when an occasion has come, and when there is
 * something new to read. Nothing is opened before a person has asked for the first one.
 */
public final class ScreeningOccasions {
    /** An occasion that was missed for longer than this is over. */
    private static final int MISSED_DAYS = 30;

    /** News that keeps coming is read together: so much real time lies between two screenings of news. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    private final Database database;
    private final BusinessTime time;
    private final Screenings screenings;

    public ScreeningOccasions(Database database, BusinessTime time, Screenings screenings) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.screenings = Objects.requireNonNull(screenings, "screenings");
    }

    /** Opens what is due now, and gives all that is opened and not finished. Safe to call at any time and from anywhere. */
    public List<UUID> due(TenantId tenant) {
        boolean begun = database.inTenant(
                tenant,
                t -> !t.fetch("select 1 from screening where finished_at is not null limit 1")
                        .isEmpty());
        if (begun) {
            Instant now = time.now();
            houseView(tenant, now);
            occasions(tenant, LocalDate.ofInstant(now, ZoneOffset.UTC));
            news(tenant);
        }
        return database.inTenant(
                tenant,
                t -> t.fetch("select id from screening where finished_at is null order by at, id")
                        .map(r -> r.get(0, UUID.class)));
    }

    /** One screening for all views that have changed or begun to hold since the last one of all clients. */
    private void houseView(TenantId tenant, Instant now) {
        Optional<Record> changed = first(
                tenant,
                t -> t.fetch(
                        "select id, greatest(known_at, cast(valid_from as timestamptz)), coalesce(body, '') from house_view"
                                + " where greatest(known_at, cast(valid_from as timestamptz)) > (select max(at) from screening where kind <> 'NEWS')"
                                + " and greatest(known_at, cast(valid_from as timestamptz)) <= cast(? as timestamptz) order by 2 desc, id limit 1",
                        now.toString()));
        changed.ifPresent(view -> screenings.open(
                tenant,
                Screenings.Kind.HOUSE_VIEW,
                view.get(2, String.class),
                Optional.of("house-view:" + view.get(0, UUID.class) + ":" + view.get(1, Instant.class))));
    }

    /** The newest day of each occasion that has come since we know of it and was not screened for. */
    private void occasions(TenantId tenant, LocalDate today) {
        List<Record> known = database.inTenant(
                tenant,
                t -> t
                        .fetch(
                                "select id, coalesce(title, ''), on_day, every_months, cast(known_at as date) from occasion where on_day <= cast(? as date) order by id",
                                today.toString())
                        .stream()
                        .map(Record.class::cast)
                        .toList());
        for (Record occasion : known) {
            LocalDate day = latest(
                    occasion.get(2, LocalDate.class), Optional.ofNullable(occasion.get(3, Integer.class)), today);
            boolean isNow =
                    !day.isBefore(occasion.get(4, LocalDate.class)) && day.isAfter(today.minusDays(MISSED_DAYS));
            String cause = "occasion:" + occasion.get(0, UUID.class) + ":" + day;
            if (isNow && !isOpened(tenant, cause)) {
                var opened = screenings.open(
                        tenant, Screenings.Kind.OCCASION, occasion.get(1, String.class), Optional.of(cause));
                assert opened != null;
            }
        }
    }

    /** The last day on which a recurring occasion came; the day itself if it comes once. */
    static LocalDate latest(LocalDate first, Optional<Integer> everyMonths, LocalDate today) {
        LocalDate day = first;
        // counted from the first day, so that the 31st stays the 31st after a short month
        for (int times = 1; everyMonths.isPresent(); times++) {
            LocalDate next = first.plusMonths((long) times * everyMonths.get());
            if (next.isAfter(today)) {
                break;
            }
            day = next;
        }
        return day;
    }

    private boolean isOpened(TenantId tenant, String cause) {
        return database.inTenant(
                tenant,
                t -> !t.fetch("select 1 from screening where cause = ?", cause).isEmpty());
    }

    private void news(TenantId tenant) {
        boolean unread = database.inTenant(
                tenant,
                t -> !t.fetch(
                                        "select 1 from document d left join document_read r on r.tenant = d.tenant and r.document_id = d.id"
                                                + " where d.body is not null and (r.document_id is null or r.event_id <> d.event_id) limit 1")
                                .isEmpty()
                        && t.fetch(
                                        "select 1 from screening where finished_at is null or kind = 'NEWS' and real_opened_at > cast(? as timestamptz)",
                                        time.realNow().minus(TOGETHER).toString())
                                .isEmpty());
        if (unread) {
            var opened = screenings.open(tenant, Screenings.Kind.NEWS, "", Optional.empty());
            assert opened.isPresent();
        }
    }

    /** A query that gives at most one row. */
    private interface Query {
        List<? extends Record> on(DSLContext transaction);
    }

    private Optional<Record> first(TenantId tenant, Query query) {
        return database.inTenant(
                tenant,
                transaction -> query.on(transaction).stream().findFirst().map(Record.class::cast));
    }
}
