package nextbest.store.event;

import static nextbest.store.schema.Tables.INBOX;
import static nextbest.store.schema.Tables.STAGE;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.InvalidEvent;
import nextbest.event.Violation;
import nextbest.identity.ExternalRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.BatchInsert;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.attribution.Attributions;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.privacy.ErasedPeople;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Takes news in: each event is stored once, what it says is written to the tables of its kind, and the deals it touches are
 * brought up to date, all in one transaction per thousand events. A bad event is refused by itself.
 */
public final class EventIntake {
    static final int CHUNK = 1_000;
    /** Clocks of senders may be a little ahead of ours. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public EventIntake(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Stores a batch of one tenant's events.
     *
     * @return what became of each, in the order of the batch
     */
    public List<EventResult> take(TenantId tenant, List<EventEnvelope> batch) {
        EventResult[] results = new EventResult[batch.size()];
        List<ParsedEvent> parsed = new ArrayList<>();
        Instant latest = time.now().plus(TOLERANCE);
        for (int i = 0; i < batch.size(); i++) {
            EventEnvelope envelope = batch.get(i);
            if (!envelope.tenant().equals(tenant)) {
                throw new IllegalArgumentException("event " + envelope.id() + " is of another tenant than its batch");
            }
            try {
                notInTheFuture(envelope, latest);
                parsed.add(new ParsedEvent(i, envelope, envelope.type().read(envelope.data(), envelope.subject())));
            } catch (InvalidEvent e) {
                results[i] = new EventResult.Refused(e.violations());
            }
        }
        for (int from = 0; from < parsed.size(); from += CHUNK) {
            takeChunk(tenant, parsed.subList(from, Math.min(parsed.size(), from + CHUNK)), results);
        }
        return Arrays.asList(results);
    }

    private static void notInTheFuture(EventEnvelope envelope, Instant latest) throws InvalidEvent {
        if (envelope.occurredAt().isAfter(latest)) {
            throw new InvalidEvent(List.of(new Violation(
                    "occurredAt",
                    envelope.occurredAt().toString(),
                    "a moment that has passed; it is now " + latest.minus(TOLERANCE))));
        }
    }

    private void takeChunk(TenantId tenant, List<ParsedEvent> chunk, EventResult[] results) {
        try {
            Map<Integer, EventResult> outcome = repeatOnRace(tenant, chunk);
            outcome.forEach((position, result) -> results[position] = result);
        } catch (DataAccessException e) {
            if (!isAboutTheData(e)) {
                throw e;
            }
            if (chunk.size() == 1) {
                results[chunk.getFirst().position()] = new EventResult.Refused(List.of(new Violation(
                        "event",
                        "values that contradict each other",
                        "values that the database accepts: " + firstLine(e))));
                return;
            }
            for (ParsedEvent event : chunk) {
                takeChunk(tenant, List.of(event), results);
            }
        }
    }

    /** Two batches that bring in the same entity at once: the second finds it when it looks again. */
    private Map<Integer, EventResult> repeatOnRace(TenantId tenant, List<ParsedEvent> chunk) {
        try {
            return database.inTenant(tenant, transaction -> store(transaction, tenant, chunk));
        } catch (DataAccessException e) {
            if (!"23505".equals(e.sqlState())) {
                throw e;
            }
            return database.inTenant(tenant, transaction -> store(transaction, tenant, chunk));
        }
    }

    private Map<Integer, EventResult> store(DSLContext transaction, TenantId tenant, List<ParsedEvent> chunk) {
        Map<Integer, EventResult> results = new LinkedHashMap<>();
        Map<EventKey, byte[]> stored = alreadyStored(transaction, tenant, chunk);
        References references = References.load(transaction, tenant, ids, chunk);
        Set<String> stages = stageNames(transaction, tenant);
        Set<ExternalRef> erased = ErasedPeople.among(
                transaction,
                tenant,
                chunk.stream().flatMap(event -> event.declares().stream()).collect(Collectors.toSet()));
        chunk.forEach(event -> event.declares().ifPresent(references::declare));
        List<ParsedEvent> fresh = new ArrayList<>();
        Set<ExternalRef> brought = new HashSet<>();
        Parents parents = new Parents(transaction, tenant, references);
        for (ParsedEvent event : chunk) {
            EventKey key = EventKey.of(event.envelope());
            byte[] hash = contentHash(event.envelope());
            byte[] before = stored.putIfAbsent(key, hash);
            Optional<SubjectId> subject = event.envelope()
                    .subject()
                    .map(s -> s.external())
                    .flatMap(references::find)
                    .map(SubjectId::new);
            List<Violation> violations = before == null ? missing(event, references, stages, erased) : List.of();
            if (before == null && violations.isEmpty()) {
                violations = contradictions(event, parents);
            }
            if (before != null && isSame(before, event.envelope())) {
                results.put(event.position(), new EventResult.Duplicate(subject));
            } else if (before != null) {
                results.put(
                        event.position(),
                        new EventResult.Refused(List.of(new Violation(
                                "id",
                                key.id() + ", which was used for an event with other content",
                                "a new id; to change what was said, send a correction"))));
            } else if (!violations.isEmpty()) {
                stored.remove(key);
                // what another event of the batch has brought in stays
                event.declares().filter(ref -> !brought.contains(ref)).ifPresent(references::withdraw);
                results.put(event.position(), new EventResult.Refused(violations));
            } else {
                event.declares().ifPresent(ref -> {
                    references.declare(ref);
                    brought.add(ref);
                });
                fresh.add(event);
                results.put(event.position(), new EventResult.Accepted(subject));
            }
        }
        if (!fresh.isEmpty()) {
            write(transaction, tenant, references, fresh);
        }
        return results;
    }

    private void write(DSLContext transaction, TenantId tenant, References references, List<ParsedEvent> fresh) {
        references.save(transaction);
        writeInbox(transaction, tenant, references, fresh);
        CorrectedWords words = CorrectedWords.load(transaction, tenant);
        new EntityProjection(transaction, tenant, references, words, ids).write(fresh);
        Set<UUID> touched = new SubjectProjection(transaction, tenant, references, words, ids).write(fresh);
        new NoteProjection(transaction, tenant, references).write(fresh);
        noteMergedNames(transaction, tenant, references, words, fresh);
        touched.addAll(new CorrectionProjection(transaction, tenant, ids).write(fresh));
        settle(transaction, tenant, touched, time.now());
        Inbox.settleWhatNeedsNoLoop(transaction, tenant, subjectsOf(references, fresh), time.realNow());
    }

    /** Brings subjects up to date with what is stored of them. */
    public static void settle(DSLContext transaction, TenantId tenant, Set<UUID> touched, Instant now) {
        new DealRefresh(transaction, tenant).refresh(touched);
        // what came of earlier recommendations is learned with the news itself, not when the loop next looks
        Attributions.evaluateExposed(transaction, tenant, touched, now);
    }

    /** Which events speak of something by a name that a merge gave up, so that a split can bring back what they said. */
    private static void noteMergedNames(
            DSLContext transaction,
            TenantId tenant,
            References references,
            CorrectedWords words,
            List<ParsedEvent> fresh) {
        for (ParsedEvent event : fresh) {
            Set<UUID> merges = new LinkedHashSet<>(words.merges(event));
            if (references.knowsMerges()) {
                event.needs().forEach(needed -> merges.addAll(references.merges(needed.ref())));
                event.declares().ifPresent(ref -> merges.addAll(references.merges(ref)));
            }
            for (UUID match : merges) {
                transaction.execute(
                        "insert into entity_news (tenant, match_id, source, event_id) values (?, ?, ?, ?) on conflict do nothing",
                        tenant.value(),
                        match,
                        event.envelope().source(),
                        event.envelope().id());
            }
        }
    }

    private static Set<UUID> subjectsOf(References references, List<ParsedEvent> fresh) {
        return fresh.stream()
                .flatMap(event -> event.envelope().subject().map(s -> s.external()).flatMap(references::find).stream())
                .collect(Collectors.toSet());
    }

    private void writeInbox(DSLContext transaction, TenantId tenant, References references, List<ParsedEvent> fresh) {
        Instant now = time.realNow();
        List<Object[]> rows = new ArrayList<>(fresh.size());
        for (ParsedEvent event : fresh) {
            EventEnvelope e = event.envelope();
            UUID subject =
                    e.subject().map(s -> s.external()).flatMap(references::find).orElse(null);
            boolean startsNothing = subject == null || e.origin() == EventEnvelope.Origin.NEXTBEST;
            rows.add(new Object[] {
                tenant.value(),
                e.source(),
                e.id(),
                e.type().wire(),
                (short) e.version(),
                subject,
                e.occurredAt(),
                e.knownAt(),
                e.origin().name(),
                e.correlationId(),
                contentHash(e),
                RecordJson.jsonb(e.data()),
                now,
                startsNothing ? now : null
            });
        }
        BatchInsert.into(
                transaction,
                INBOX,
                rows,
                INBOX.TENANT,
                INBOX.SOURCE,
                INBOX.EVENT_ID,
                INBOX.TYPE,
                INBOX.VERSION,
                INBOX.SUBJECT_ID,
                INBOX.OCCURRED_AT,
                INBOX.KNOWN_AT,
                INBOX.ORIGIN,
                INBOX.CORRELATION_ID,
                INBOX.CONTENT_HASH,
                INBOX.DATA,
                INBOX.REAL_RECEIVED_AT,
                INBOX.REAL_SIGNALLED_AT);
    }

    private static List<Violation> missing(
            ParsedEvent event, References references, Set<String> stages, Set<ExternalRef> erased) {
        List<Violation> violations = new ArrayList<>();
        event.declares()
                .filter(erased::contains)
                .ifPresent(person -> violations.add(new Violation(
                        "data.id",
                        "a person who was erased on request",
                        "people who may be stored; remove this person from the source")));
        for (ParsedEvent.Needed needed : event.needs()) {
            if (references.find(needed.ref()).isEmpty()) {
                violations.add(new Violation(
                        needed.field(),
                        needed.ref().type() + " '" + needed.ref().id() + "' of source "
                                + needed.ref().source() + ", which is not known",
                        "a " + needed.ref().type()
                                + " that was sent before (send its own event first, or in the same batch)"));
            }
        }
        event.data()
                .text("stage")
                .filter(stage -> event.envelope().type() != EventType.DEAL || !stage.isEmpty())
                .ifPresent(stage -> {
                    if (!stages.contains(StageNames.fold(stage))) {
                        violations.add(
                                new Violation("data.stage", "'" + stage + "'", "one of " + String.join(", ", stages)));
                    }
                });
        return violations;
    }

    /** What cannot be true whatever else is known. */
    private static List<Violation> contradictions(ParsedEvent event, Parents parents) {
        List<Violation> violations = new ArrayList<>();
        parents.circle(event).ifPresent(violations::add);
        if (event.envelope().type() == EventType.HOLDING) {
            Optional<LocalDate> since = event.data().value("since", LocalDate.class);
            event.data()
                    .value("until", LocalDate.class)
                    .filter(until -> since.filter(until::isBefore).isPresent())
                    .ifPresent(until -> violations.add(new Violation(
                            "data.until", until + ", which is before since", "a day from " + since.get() + " on")));
        }
        return violations;
    }

    private static Set<String> stageNames(DSLContext transaction, TenantId tenant) {
        return transaction
                .select(STAGE.KEY)
                .from(STAGE)
                .where(STAGE.TENANT.eq(tenant.value()))
                .orderBy(STAGE.POSITION)
                .fetch(row -> StageNames.fold(row.value1()))
                .stream()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<EventKey, byte[]> alreadyStored(
            DSLContext transaction, TenantId tenant, List<ParsedEvent> chunk) {
        String[] sources = chunk.stream().map(e -> e.envelope().source()).toArray(String[]::new);
        String[] eventIds = chunk.stream().map(e -> e.envelope().id()).toArray(String[]::new);
        Map<EventKey, byte[]> stored = new HashMap<>();
        transaction
                .select(INBOX.SOURCE, INBOX.EVENT_ID, INBOX.CONTENT_HASH)
                .from(INBOX)
                .join(DSL.table("unnest({0}, {1})", DSL.val(sources), DSL.val(eventIds))
                        .as("m", "source", "event_id"))
                .on("inbox.source = m.source and inbox.event_id = m.event_id")
                .where(INBOX.TENANT.eq(tenant.value()))
                .forEach(row -> stored.put(new EventKey(row.value1(), row.value2()), row.value3()));
        return stored;
    }

    /** What makes two deliveries the same event: everything but when and how it reached us. */
    private static byte[] contentHash(EventEnvelope e) {
        return contentHash(e, !e.isOfFile());
    }

    private static byte[] contentHash(EventEnvelope e, boolean withMoment) {
        return RecordJson.hash(RecordJson.bytes(Arrays.asList(
                e.type(),
                e.version(),
                e.subject().orElse(null),
                withMoment ? e.occurredAt() : null,
                e.origin(),
                e.data())));
    }

    /**
     * Whether a delivery is the event that was stored. An event of a file has an id made of what its row says; where the row
     * says no moment, the import's own stands in, and the same row read on another day tells nothing new. What was stored
     * before that rule was kept with its moment.
     */
    private static boolean isSame(byte[] stored, EventEnvelope e) {
        return Arrays.equals(stored, contentHash(e)) || (e.isOfFile() && Arrays.equals(stored, contentHash(e, true)));
    }

    /** Classes 22 (data exception) and 23 (integrity constraint violation) of PostgreSQL's appendix A. */
    private static boolean isAboutTheData(DataAccessException e) {
        String state = String.valueOf(e.sqlState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private static String firstLine(DataAccessException e) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        return message.lines().findFirst().orElse("");
    }

    private record EventKey(String source, String id) {
        static EventKey of(EventEnvelope e) {
            return new EventKey(e.source(), e.id());
        }
    }
}
