package nextbest.store.vendor;

import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.VENDOR_TALK;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.event.EventType;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.VendorTalkRecord;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Calls that were recorded at vendors, and which deals they were put to. What was said in them is not kept here. */
public final class VendorTalks {
    /** The basis of a link that a person made. */
    public static final String BY_PERSON = "person";

    private final Database database;
    private final BusinessTime time;

    public VendorTalks(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    private record Kept(UUID deal, double confidence, String basis) {}

    public Map<String, Talk> find(TenantId tenant, String source, Collection<String> calls) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_TALK)
                        .where(of(tenant, source), VENDOR_TALK.CALL.in(calls))
                        .fetch(VendorTalks::talk)
                        .stream()
                        .collect(Collectors.toMap(Talk::call, talk -> talk)));
    }

    private static Condition of(TenantId tenant, String source) {
        return VENDOR_TALK.TENANT.eq(tenant.value()).and(VENDOR_TALK.SOURCE.eq(source));
    }

    /** Calls in a state, the latest first. */
    public List<Talk> list(TenantId tenant, String source, Talk.State state, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(VENDOR_TALK)
                        .where(of(tenant, source), VENDOR_TALK.STATE.eq(state.name()))
                        .orderBy(VENDOR_TALK.BEGAN.desc(), VENDOR_TALK.CALL)
                        .limit(most)
                        .fetch(VendorTalks::talk));
    }

    /**
     * Calls of which there may be news that nobody tells us: linked ones whose words had not come, and unlinked ones whose deal
     * may have become known. Those that were looked at longest ago come first.
     *
     * @param unheard looked at again after this long
     * @param unlinked looked at again after this long
     * @param youngerThan an older call is left as it is
     */
    public List<String> due(
            TenantId tenant, String source, Duration unheard, Duration unlinked, Duration youngerThan, int most) {
        Instant now = time.realNow();
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_TALK.CALL)
                        .from(VENDOR_TALK)
                        .where(of(tenant, source))
                        .and(VENDOR_TALK.STATE.ne(Talk.State.GONE.name()))
                        .and(VENDOR_TALK.HEARD.isFalse())
                        .and(VENDOR_TALK.REAL_FOUND_AT.gt(now.minus(youngerThan)))
                        .and(VENDOR_TALK
                                .STATE
                                .eq(Talk.State.LINKED.name())
                                .and(VENDOR_TALK.REAL_TRIED_AT.le(now.minus(unheard)))
                                .or(VENDOR_TALK.REAL_TRIED_AT.le(now.minus(unlinked))))
                        .orderBy(VENDOR_TALK.REAL_TRIED_AT, VENDOR_TALK.CALL)
                        .limit(most)
                        .fetch(VENDOR_TALK.CALL));
    }

    /** Linked calls that began since then, to be looked at whether they are still there; the longest unseen first. */
    public List<String> linkedSince(TenantId tenant, String source, Instant since, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_TALK.CALL)
                        .from(VENDOR_TALK)
                        .where(of(tenant, source))
                        .and(VENDOR_TALK.STATE.eq(Talk.State.LINKED.name()))
                        .and(VENDOR_TALK.BEGAN.ge(since))
                        .orderBy(VENDOR_TALK.REAL_TRIED_AT, VENDOR_TALK.CALL)
                        .limit(most)
                        .fetch(VENDOR_TALK.CALL));
    }

    /** When a call was first heard of, in real time. */
    public Optional<Instant> foundAt(TenantId tenant, String source, String call) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(VENDOR_TALK.REAL_FOUND_AT)
                        .from(VENDOR_TALK)
                        .where(of(tenant, source), VENDOR_TALK.CALL.eq(call))
                        .fetchOptional(VENDOR_TALK.REAL_FOUND_AT));
    }

    /** Keeps where a call stands; when it was first heard of stays. */
    public void keep(TenantId tenant, String source, Talk talk) {
        database.doInTenant(tenant, transaction -> {
            VendorTalkRecord row = transaction.newRecord(VENDOR_TALK);
            row.setTenant(tenant.value());
            row.setSource(source);
            row.setCall(talk.call());
            row.setBegan(talk.began());
            row.setPage(talk.page().orElse(null));
            row.setState(talk.state().name());
            row.setSubjectId(talk.deal().map(SubjectId::value).orElse(null));
            row.setConfidence(talk.confidence());
            row.setBasis(talk.basis());
            row.setCandidates(RecordJson.jsonb(talk.candidates().stream()
                    .map(one -> new Kept(one.deal().value(), one.confidence(), one.basis()))
                    .toList()));
            row.setLinkedBy(talk.linkedBy().orElse(null));
            row.setHeard(talk.heard());
            row.setRealFoundAt(time.realNow());
            row.setRealTriedAt(time.realNow());
            transaction
                    .insertInto(VENDOR_TALK)
                    .set(row)
                    .onConflict(VENDOR_TALK.TENANT, VENDOR_TALK.SOURCE, VENDOR_TALK.CALL)
                    .doUpdate()
                    .set(VENDOR_TALK.PAGE, DSL.excluded(VENDOR_TALK.PAGE))
                    .set(VENDOR_TALK.STATE, DSL.excluded(VENDOR_TALK.STATE))
                    .set(VENDOR_TALK.SUBJECT_ID, DSL.excluded(VENDOR_TALK.SUBJECT_ID))
                    .set(VENDOR_TALK.CONFIDENCE, DSL.excluded(VENDOR_TALK.CONFIDENCE))
                    .set(VENDOR_TALK.BASIS, DSL.excluded(VENDOR_TALK.BASIS))
                    .set(VENDOR_TALK.CANDIDATES, DSL.excluded(VENDOR_TALK.CANDIDATES))
                    .set(VENDOR_TALK.LINKED_BY, DSL.excluded(VENDOR_TALK.LINKED_BY))
                    .set(VENDOR_TALK.HEARD, DSL.excluded(VENDOR_TALK.HEARD))
                    .set(VENDOR_TALK.REAL_TRIED_AT, DSL.excluded(VENDOR_TALK.REAL_TRIED_AT))
                    .execute();
        });
    }

    /**
     * A person says which deal a call belongs to. It is read again when the line next looks.
     *
     * @return false if there is no such call, or if it belongs to a deal already or is gone
     */
    public boolean link(TenantId tenant, String source, String call, SubjectId deal, String who) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                                .update(VENDOR_TALK)
                                .set(VENDOR_TALK.STATE, Talk.State.LINKED.name())
                                .set(VENDOR_TALK.SUBJECT_ID, deal.value())
                                .set(VENDOR_TALK.CONFIDENCE, 1.0)
                                .set(VENDOR_TALK.BASIS, BY_PERSON)
                                .set(VENDOR_TALK.LINKED_BY, who)
                                .set(VENDOR_TALK.HEARD, false)
                                .set(VENDOR_TALK.REAL_FOUND_AT, time.realNow())
                                // looked at first
                                .set(VENDOR_TALK.REAL_TRIED_AT, Instant.EPOCH)
                                .where(of(tenant, source), VENDOR_TALK.CALL.eq(call))
                                .and(VENDOR_TALK.STATE.eq(Talk.State.UNLINKED.name()))
                                .execute()
                        == 1);
    }

    /** Ids of the events that were made of a call. */
    public List<String> eventsOf(TenantId tenant, String source, String call) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(INBOX.EVENT_ID)
                        .from(INBOX)
                        .where(INBOX.TENANT.eq(tenant.value()), INBOX.SOURCE.eq(source))
                        .and(INBOX.TYPE.in(EventType.ACTIVITY.wire(), EventType.SIGNAL.wire()))
                        .and(INBOX.EVENT_ID.eq("call:" + call).or(INBOX.EVENT_ID.startsWith("call:" + call + ":")))
                        .orderBy(INBOX.EVENT_ID)
                        .fetch(INBOX.EVENT_ID));
    }

    private static Talk talk(VendorTalkRecord row) {
        return new Talk(
                row.getCall(),
                row.getBegan(),
                Optional.ofNullable(row.getPage()),
                Talk.State.valueOf(row.getState()),
                Optional.ofNullable(row.getSubjectId()).map(SubjectId::new),
                row.getConfidence(),
                row.getBasis(),
                List.of(RecordJson.read(row.getCandidates(), Kept[].class)).stream()
                        .map(one -> new Talk.Candidate(new SubjectId(one.deal()), one.confidence(), one.basis()))
                        .toList(),
                Optional.ofNullable(row.getLinkedBy()),
                row.getHeard());
    }
}
