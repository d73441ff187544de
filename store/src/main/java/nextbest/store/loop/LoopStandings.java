package nextbest.store.loop;

import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.identity.Uuid7;
import nextbest.store.Database;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Where each loop stands as far as the database knows, so that a loop that was lost can go on from there. */
public final class LoopStandings {
    private final Database database;

    public LoopStandings(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * A subject that must have a loop: its deal is open, or a result is waited for.
     *
     * @param paused whether a person holds the loop
     * @param open whether the deal is open
     * @param resultDue business time at which time alone changes what came of its recommendations
     * @param latest the latest decision; empty if nothing was decided yet
     * @param unseenNews whether something became known since that decision
     * @param card the current card
     */
    public record Standing(
            SubjectId subject,
            boolean paused,
            boolean open,
            Optional<RepId> rep,
            Optional<Instant> resultDue,
            Optional<Latest> latest,
            boolean unseenNews,
            Optional<Card> card) {}

    /**
     * The latest decision.
     *
     * @param at business time
     * @param count how many there were so far, this one included
     */
    public record Latest(DecisionId id, Instant at, String urgency, String segment, long count) {}

    /**
     * The current card.
     *
     * @param waiting whether it may still go out: drafted, not in shadow mode, and its main recommendation is to be shown
     */
    public record Card(CardId id, boolean waiting) {}

    /** All subjects that must have a loop; those that a person stopped are none. */
    public List<Standing> all(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction.fetch("""
                with news as (
                    select subject_id, max(real_received_at) as received
                    from inbox where tenant = {0} and subject_id is not null
                    group by subject_id)
                select s.id, s.loop_stage, s.rep_id, s.next_due_at, d.status,
                       x.id as decision, x.decided_at, x.urgency, x.segment,
                       (select count(*) from decision n where n.tenant = s.tenant and n.subject_id = s.id) as decisions,
                       news.received, c.id as card, c.state as card_state, cx.mode as card_mode,
                       m.disposition as main
                from subject s
                left join deal d on d.tenant = s.tenant and d.subject_id = s.id
                left join news on news.subject_id = s.id
                left join lateral (
                    select l.id, l.decided_at, l.urgency, l.segment from decision l
                    where l.tenant = s.tenant and l.subject_id = s.id
                    order by l.decided_at desc, l.id desc limit 1) x on true
                left join lateral (
                    select k.id, k.state, k.decision_id from card k
                    where k.tenant = s.tenant and k.subject_id = s.id and k.state in ('DRAFTED', 'DELIVERED', 'ANSWERED')
                    order by k.created_at desc, k.id desc limit 1) c on true
                left join decision cx on cx.tenant = s.tenant and cx.id = c.decision_id
                left join candidate m on m.tenant = s.tenant and m.decision_id = c.decision_id and m.position = 1
                where s.tenant = {0} and s.deleted_at is null and s.loop_stage <> 'STOPPED'
                  and (d.status = 'OPEN' or s.next_due_at is not null)
                order by s.id
                """, DSL.val(tenant.value())).map(LoopStandings::standing));
    }

    private static Standing standing(Record row) {
        Optional<UUID> decision = Optional.ofNullable(row.get("decision", UUID.class));
        Optional<Instant> received = moment(row, "received");
        // the id of a decision holds the real time at which it began
        boolean unseen = received.isPresent()
                && decision.map(id -> id.version() != 7 || !Uuid7.instantOf(id).isAfter(received.get()))
                        .orElse(true);
        return new Standing(
                new SubjectId(row.get("id", UUID.class)),
                LoopStates.State.PAUSED.name().equals(row.get("loop_stage", String.class)),
                "OPEN".equals(row.get("status", String.class)),
                Optional.ofNullable(row.get("rep_id", UUID.class)).map(RepId::new),
                moment(row, "next_due_at"),
                decision.map(id -> new Latest(
                        new DecisionId(id),
                        moment(row, "decided_at").orElseThrow(),
                        row.get("urgency", String.class),
                        row.get("segment", String.class),
                        row.get("decisions", Long.class))),
                unseen,
                Optional.ofNullable(row.get("card", UUID.class))
                        .map(id -> new Card(
                                new CardId(id),
                                "DRAFTED".equals(row.get("card_state", String.class))
                                        && "LIVE".equals(row.get("card_mode", String.class))
                                        && "SELECTED".equals(row.get("main", String.class)))));
    }

    private static Optional<Instant> moment(Record row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Which of these subjects are there and were not stopped by a person. */
    public Set<SubjectId> mayHaveLoops(TenantId tenant, Collection<SubjectId> subjects) {
        UUID[] ids = subjects.stream().map(SubjectId::value).toArray(UUID[]::new);
        return database.inTenant(tenant, transaction -> {
            Set<SubjectId> known = new HashSet<>();
            transaction
                    .select(SUBJECT.ID)
                    .from(SUBJECT)
                    .where(
                            SUBJECT.TENANT.eq(tenant.value()),
                            SUBJECT.ID.eq(DSL.any(ids)),
                            SUBJECT.LOOP_STAGE.ne(LoopStates.State.STOPPED.name()))
                    .forEach(row -> known.add(new SubjectId(row.value1())));
            return known;
        });
    }

    /** Which of these cards are there. */
    public Set<CardId> known(TenantId tenant, Collection<CardId> cards) {
        UUID[] ids = cards.stream().map(CardId::value).toArray(UUID[]::new);
        return database.inTenant(tenant, transaction -> {
            Set<CardId> known = new HashSet<>();
            transaction
                    .select(CARD.ID)
                    .from(CARD)
                    .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(DSL.any(ids)))
                    .forEach(row -> known.add(new CardId(row.value1())));
            return known;
        });
    }

    /** Reps for whom a card waits that goes out with their next digest. */
    public Set<RepId> repsWithWaitingCards(TenantId tenant) {
        return database.inTenant(tenant, transaction -> {
            Set<RepId> reps = new HashSet<>();
            transaction.fetch("""
                    select distinct c.rep_id
                    from card c
                    join decision x on x.tenant = c.tenant and x.id = c.decision_id and x.mode = 'LIVE'
                    join candidate m on m.tenant = c.tenant and m.decision_id = c.decision_id and m.position = 1
                         and m.disposition = 'SELECTED'
                    where c.tenant = {0} and c.state = 'DRAFTED' and c.rep_id is not null
                    """, DSL.val(tenant.value())).forEach(row -> reps.add(new RepId(row.get(0, UUID.class))));
            return reps;
        });
    }
}
