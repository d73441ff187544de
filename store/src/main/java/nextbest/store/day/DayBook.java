package nextbest.store.day;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Urgency;
import nextbest.store.Database;
import nextbest.store.decision.CardView;
import nextbest.store.directory.Scope;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads what a rep's day consists of, in a fixed number of queries however many deals there are. */
public final class DayBook {
    private final Database database;

    public DayBook(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * An open deal.
     *
     * @param stage as the organisation calls it
     * @param card the current one; empty if there is none
     */
    public record Entry(
            SubjectId subject,
            Optional<String> name,
            String stage,
            Optional<Money> amount,
            Optional<LocalDate> closeDate,
            Optional<String> client,
            Optional<String> rep,
            Optional<Card> card) {}

    /**
     * How the deal's current card stands.
     *
     * @param points of the main recommendation, 0 to 100
     * @param action key of the main recommendation
     * @param said what the rep said about it; empty if it was not delivered
     * @param snoozedUntil present if that is SNOOZED
     */
    public record Card(
            CardId id,
            CardView.State state,
            Urgency urgency,
            int points,
            String action,
            Optional<RepDisposition> said,
            Optional<Instant> snoozedUntil,
            Instant createdAt,
            Instant expiresAt) {}

    private static final String OPEN_DEALS = """
            select s.id, d.name, g.label, d.amount_minor, d.currency, d.close_date, c.name as client, r.name as rep,
                   k.id as card, k.state, k.created_at, k.expires_at, e.urgency, n.action, n.score, x.disposition, z.snoozed_until
            from subject s
            join deal d on d.tenant = s.tenant and d.subject_id = s.id and d.status = 'OPEN'
            join stage g on g.tenant = d.tenant and g.key = d.stage_key
            left join client c on c.tenant = s.tenant and c.id = s.client_id
            left join rep r on r.tenant = s.tenant and r.id = s.rep_id
            left join lateral (
                select k.id, k.decision_id, k.state, k.created_at, k.expires_at from card k
                where k.tenant = s.tenant and k.subject_id = s.id and k.state not in ('SUPERSEDED', 'WITHDRAWN')
                order by k.created_at desc, k.id desc limit 1) k on true
            left join decision e on e.tenant = s.tenant and e.id = k.decision_id
            left join candidate n on n.tenant = s.tenant and n.decision_id = k.decision_id and n.position = 1
            left join rep_disposition x on x.tenant = s.tenant and x.decision_id = k.decision_id and x.position = 1
            left join lateral (
                select a.snoozed_until from rep_answer a
                where a.tenant = s.tenant and a.decision_id = k.decision_id and a.position = 1 and a.disposition = 'SNOOZED' and not a.retracted
                order by a.at desc limit 1) z on x.disposition = 'SNOOZED'
            where s.tenant = ? and s.deleted_at is null""";

    /**
     * The open deals within a scope, in no order.
     *
     * @param most at most so many
     */
    public List<Entry> openDeals(TenantId tenant, Scope scope, int most) {
        return database.inTenant(tenant, transaction -> switch (scope) {
            case Scope.Everything everything ->
                transaction.fetch(OPEN_DEALS + " limit ?", tenant.value(), most).map(DayBook::entry);
            case Scope.OfReps(var reps) ->
                reps.isEmpty()
                        ? List.of()
                        : transaction
                                .fetch(
                                        OPEN_DEALS + " and s.rep_id = any (?) limit ?",
                                        tenant.value(),
                                        reps.stream().map(RepId::value).toArray(UUID[]::new),
                                        most)
                                .map(DayBook::entry);
        });
    }

    private static Entry entry(Record row) {
        Long minor = row.get("amount_minor", Long.class);
        return new Entry(
                new SubjectId(row.get("id", UUID.class)),
                Optional.ofNullable(row.get("name", String.class)),
                row.get("label", String.class),
                Optional.ofNullable(minor).map(m -> new Money(m, row.get("currency", String.class))),
                Optional.ofNullable(row.get("close_date", LocalDate.class)),
                Optional.ofNullable(row.get("client", String.class)),
                Optional.ofNullable(row.get("rep", String.class)),
                Optional.ofNullable(row.get("card", UUID.class))
                        .filter(card -> row.get("action") != null)
                        .map(card -> card(card, row)));
    }

    private static Card card(UUID id, Record row) {
        Integer score = row.get("score", Integer.class);
        return new Card(
                new CardId(id),
                CardView.State.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("urgency", String.class))
                        .map(Urgency::valueOf)
                        .orElse(Urgency.LOW),
                score == null ? 0 : (score + 50) / 100,
                row.get("action", String.class),
                Optional.ofNullable(row.get("disposition", String.class)).map(RepDisposition::valueOf),
                Optional.ofNullable(row.get("snoozed_until", Instant.class)),
                row.get("created_at", Instant.class),
                row.get("expires_at", Instant.class));
    }

    /**
     * The rep's working day.
     *
     * @param from hour of the day, 0 to 23
     * @param until hour of the day, 1 to 24
     * @param capacityMinutes for deals on one day; empty if nobody said
     * @param minutesDone what activities of today took
     */
    public record Hours(ZoneId zone, int from, int until, OptionalInt capacityMinutes, int minutesDone) {}

    /** Empty if the organisation has no such rep. */
    public Optional<Hours> hours(TenantId tenant, RepId rep, Instant now) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetchOptional(
                                "select r.zone, r.work_from, r.work_until, r.capacity_minutes_per_day, "
                                        + "(select coalesce(sum(a.minutes), 0) from activity a where a.tenant = r.tenant and a.rep_id = r.id "
                                        + "and a.minutes is not null and not a.retracted and a.occurred_at <= ?::timestamptz "
                                        + "and a.occurred_at >= date_trunc('day', ?::timestamptz at time zone r.zone) at time zone r.zone) as done "
                                        + "from rep r where r.tenant = ? and r.id = ?",
                                now.atOffset(ZoneOffset.UTC),
                                now.atOffset(ZoneOffset.UTC),
                                tenant.value(),
                                rep.value())
                        .map(row -> {
                            Integer capacity = row.get("capacity_minutes_per_day", Integer.class);
                            return new Hours(
                                    ZoneId.of(row.get("zone", String.class)),
                                    row.get("work_from", Integer.class),
                                    row.get("work_until", Integer.class),
                                    capacity == null ? OptionalInt.empty() : OptionalInt.of(capacity),
                                    row.get("done", Integer.class));
                        }));
    }

    /**
     * What came of an earlier answer.
     *
     * @param instead what was done instead; present if the answer was OVERRIDDEN
     * @param advanced YES, NO, PENDING or NO_OBSERVATION, as for {@code won}
     */
    public record Result(
            SubjectId subject,
            Optional<String> name,
            CardId card,
            int position,
            String action,
            RepDisposition said,
            Optional<String> instead,
            Instant saidAt,
            String advanced,
            String won) {}

    private static final String RESULTS = """
            select k.subject_id, d.name, k.id as card, x.position, a.action, x.disposition, x.at, a.advanced, a.won, y.overridden_by
            from card k
            join rep_disposition x on x.tenant = k.tenant and x.decision_id = k.decision_id
            join attribution a on a.tenant = k.tenant and a.decision_id = k.decision_id and a.position = x.position
            join deal d on d.tenant = k.tenant and d.subject_id = k.subject_id
            left join lateral (
                select r.overridden_by from rep_answer r
                where r.tenant = k.tenant and r.decision_id = k.decision_id and r.position = x.position and r.disposition = 'OVERRIDDEN' and not r.retracted
                order by r.at desc limit 1) y on x.disposition = 'OVERRIDDEN'
            where k.tenant = ? and k.rep_id = any (?) and k.created_at > ?::timestamptz
              and x.disposition in ('ACCEPTED', 'EXECUTED', 'OVERRIDDEN', 'DISMISSED', 'KEPT_BACK')
              and (a.advanced in ('YES', 'NO') or a.won in ('YES', 'NO'))
            order by x.at desc limit ?""";

    /** What came of the answers of some reps since a moment, the latest first. */
    public List<Result> results(TenantId tenant, java.util.Set<RepId> reps, Instant since, int most) {
        if (reps.isEmpty()) {
            return List.of();
        }
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                RESULTS,
                                tenant.value(),
                                DSL.val(reps.stream().map(RepId::value).toArray(UUID[]::new)),
                                since.atOffset(ZoneOffset.UTC),
                                most)
                        .map(row -> new Result(
                                new SubjectId(row.get("subject_id", UUID.class)),
                                Optional.ofNullable(row.get("name", String.class)),
                                new CardId(row.get("card", UUID.class)),
                                row.get("position", Integer.class),
                                row.get("action", String.class),
                                RepDisposition.valueOf(row.get("disposition", String.class)),
                                Optional.ofNullable(row.get("overridden_by", String.class)),
                                row.get("at", Instant.class),
                                row.get("advanced", String.class),
                                row.get("won", String.class))));
    }
}
