package nextbest.store.decision;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.SNAPSHOT;
import static nextbest.store.schema.Tables.SUBJECT;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.model.DealContext;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Urgency;
import nextbest.store.BatchInsert;
import nextbest.store.Database;
import nextbest.store.json.RecordJson;
import nextbest.store.loop.LoopStates;
import nextbest.store.schema.tables.records.CardRecord;
import nextbest.store.schema.tables.records.DecisionRecord;
import nextbest.store.trial.Trial;
import nextbest.store.trial.Trials;
import org.jooq.DSLContext;

/** Keeps decisions and the current card of each subject. */
public final class Decisions {
    private final Database database;
    private final Beside beside;

    /** Something that looks at each new decision, in the transaction that stores it. */
    public interface Beside {
        void look(DSLContext transaction, TenantId tenant, EngineInput input, Decision decision);
    }

    public Decisions(Database database) {
        this(database, (transaction, tenant, input, decision) -> {});
    }

    public Decisions(Database database, Beside beside) {
        this.database = Objects.requireNonNull(database, "database");
        this.beside = Objects.requireNonNull(beside, "beside");
    }

    /** In which order the candidates off the slate are counted. The schema says the same. */
    public static final List<Disposition> OFF_SLATE = List.of(
            Disposition.INELIGIBLE,
            Disposition.NOT_APPLICABLE,
            Disposition.UNSUITABLE,
            Disposition.IN_CONFLICT,
            Disposition.EXCLUDED_BY_GROUP,
            Disposition.CAPPED,
            Disposition.OUTRANKED,
            Disposition.SELECTED,
            Disposition.WITHHELD,
            Disposition.DELIVERY_FAILED,
            Disposition.DELIVERED);

    /** What a decision read beside its snapshot and catalogue, as it is kept. */
    record Inputs(Organisation organisation, EffectEvidence evidence, SelectionPolicy policy) {}

    /** Finds the catalogue that a decision knew. */
    public interface Catalogues {
        /** @throws IllegalStateException if that version is not kept */
        Catalogue ofVersion(TenantId tenant, String version);
    }

    /**
     * Stores a decision, all candidates with their dispositions, and its card. The card takes the place of the subject's
     * current one, unless it would show the same recommendations: then that one stays, and nothing is presented again.
     * Storing the same decision again changes nothing.
     */
    public StoredDecision store(TenantId tenant, NewDecision fresh) {
        return database.inTenant(tenant, transaction -> {
            LoopStates.State loop =
                    lockSubject(transaction, tenant, fresh.decision().subject());
            Optional<StoredDecision> before =
                    stored(transaction, tenant, fresh.decision().id());
            return before.orElseGet(() -> {
                if (loop != LoopStates.State.TRACK) {
                    LoopStates.reached(transaction, tenant, fresh.decision().subject(), LoopStates.State.TRACK);
                }
                StoredDecision stored = insert(transaction, tenant, fresh);
                beside.look(transaction, tenant, fresh.input(), fresh.decision());
                return stored;
            });
        });
    }

    private static StoredDecision insert(DSLContext transaction, TenantId tenant, NewDecision fresh) {
        Decision decision = fresh.decision();
        expire(transaction, tenant, decision.subject(), decision.at());
        Optional<CardRecord> latest = latestLiving(transaction, tenant, decision.subject());
        boolean unchanged = latest.isPresent() && saysTheSame(transaction, tenant, latest.get(), fresh);
        insertDecision(transaction, tenant, fresh);
        insertCandidates(transaction, tenant, decision, unchanged);
        Optional<Urgency> urgency = decision.main().map(Candidate::urgency);
        if (unchanged) {
            boolean waiting = CardView.State.DRAFTED.name().equals(latest.get().getState());
            return new StoredDecision(decision.id(), latest.map(card -> new CardId(card.getId())), waiting, urgency);
        }
        Optional<CardId> card = decision.card().isEmpty() ? Optional.empty() : Optional.of(fresh.card());
        card.ifPresent(id -> insertCard(transaction, tenant, fresh, id));
        latest.filter(old -> !CardView.State.ANSWERED.name().equals(old.getState()))
                .ifPresent(old -> supersede(transaction, tenant, old, card));
        return new StoredDecision(decision.id(), card, card.isPresent(), urgency);
    }

    /** Ends the cards of a subject whose time is over; what was never delivered is closed with them. */
    private static void expire(DSLContext transaction, TenantId tenant, SubjectId subject, Instant now) {
        transaction
                .update(CARD)
                .set(CARD.STATE, CardView.State.EXPIRED.name())
                .where(
                        CARD.TENANT.eq(tenant.value()),
                        CARD.SUBJECT_ID.eq(subject.value()),
                        CARD.STATE.in("DRAFTED", "DELIVERED"),
                        CARD.EXPIRES_AT.le(now))
                .returning(CARD.DECISION_ID)
                .fetch(CARD.DECISION_ID)
                .forEach(decision -> closeUndelivered(transaction, tenant, decision, Disposition.WITHHELD, "expired"));
    }

    private static void insertDecision(DSLContext transaction, TenantId tenant, NewDecision fresh) {
        Decision decision = fresh.decision();
        byte[] snapshot = RecordJson.bytes(fresh.input().deal());
        byte[] snapshotHash = RecordJson.hash(snapshot);
        transaction
                .insertInto(SNAPSHOT, SNAPSHOT.TENANT, SNAPSHOT.HASH, SNAPSHOT.BODY)
                .values(tenant.value(), snapshotHash, RecordJson.gzip(snapshot))
                .onConflictDoNothing()
                .execute();
        Inputs inputs = new Inputs(
                fresh.input().organisation(),
                fresh.input().evidence(),
                fresh.input().policy());
        DecisionRecord row = transaction.newRecord(DECISION);
        row.setTenant(tenant.value());
        row.setId(decision.id().value());
        row.setSubjectId(decision.subject().value());
        row.setRepId(fresh.rep().map(RepId::value).orElse(null));
        row.setDecidedAt(decision.at());
        row.setReason(fresh.reason());
        row.setArm(decision.arm().name());
        row.setTrialId(trial(transaction, tenant, fresh));
        row.setMode(fresh.mode().name());
        row.setEngineVersion(decision.engineVersion());
        row.setCatalogueVersion(decision.catalogueVersion());
        row.setSnapshotHash(snapshotHash);
        row.setInputs(RecordJson.gzip(RecordJson.bytes(inputs)));
        row.setRecordHash(RecordJson.hash(RecordJson.bytes(decision)));
        row.setCandidatesTotal((short) decision.candidates().size());
        row.setOffSlate(offSlate(decision));
        row.setSlateProbability(
                decision.slate().isEmpty() ? null : decision.slate().probability());
        row.setUrgency(decision.main().map(main -> main.urgency().name()).orElse(null));
        row.setStageKind(fresh.stageKind());
        row.setStagePosition((short) (int) fresh.input()
                .deal()
                .course()
                .stage()
                .asOptional()
                .map(Stage::position)
                .orElse(0));
        row.setSegment(fresh.segment());
        row.setCorrelationId(fresh.correlationId());
        row.setContext(context(fresh.input()));
        row.insert();
    }

    /** The running trial, if it is what chose the arm; null otherwise. */
    private static UUID trial(DSLContext transaction, TenantId tenant, NewDecision fresh) {
        UUID subject = fresh.decision().subject().value();
        return Trials.running(transaction, tenant)
                .filter(trial -> !fresh.decision().at().isBefore(trial.startedAt()))
                .filter(trial -> {
                    UUID client = transaction
                            .select(SUBJECT.CLIENT_ID)
                            .from(SUBJECT)
                            .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject))
                            .fetchSingle(SUBJECT.CLIENT_ID);
                    UUID rep = fresh.rep().map(RepId::value).orElse(null);
                    return trial.armOf(subject, client, rep) == fresh.decision().arm();
                })
                .map(Trial::id)
                .orElse(null);
    }

    /** How many candidates without a place there are of each disposition: they keep it for good. */
    private static Short[] offSlate(Decision decision) {
        Short[] counts = new Short[OFF_SLATE.size()];
        Arrays.fill(counts, (short) 0);
        for (Candidate candidate : decision.candidates()) {
            if (!decision.slate().candidates().contains(candidate.key())) {
                counts[OFF_SLATE.indexOf(candidate.disposition())]++;
            }
        }
        return counts;
    }

    private static Float[] context(EngineInput input) {
        return Arrays.stream(DealContext.of(input.deal(), input.deal().asOf()))
                .mapToObj(number -> (float) number)
                .toArray(Float[]::new);
    }

    private static void insertCandidates(
            DSLContext transaction, TenantId tenant, Decision decision, boolean unchanged) {
        List<Object[]> rows = new ArrayList<>(decision.candidates().size());
        for (int i = 0; i < decision.candidates().size(); i++) {
            Candidate candidate = decision.candidates().get(i);
            int place = decision.slate().candidates().indexOf(candidate.key());
            boolean refresh = unchanged && candidate.disposition() == Disposition.SELECTED;
            rows.add(new Object[] {
                tenant.value(),
                decision.id().value(),
                (short) i,
                candidate.key(),
                candidate.action(),
                candidate.score().isNone() ? null : candidate.score().hundredths(),
                refresh ? Disposition.WITHHELD.name() : candidate.disposition().name(),
                refresh ? "same-card" : candidate.verdict().rule().key(),
                candidate.propensity().onSlate(),
                place < 0 ? null : (short) (place + 1),
                candidate.propensity().atPosition().toArray(Double[]::new),
                place < 0 ? null : RecordJson.jsonb(candidate)
            });
        }
        BatchInsert.into(
                transaction,
                CANDIDATE,
                rows,
                CANDIDATE.TENANT,
                CANDIDATE.DECISION_ID,
                CANDIDATE.ORDINAL,
                CANDIDATE.KEY,
                CANDIDATE.ACTION,
                CANDIDATE.SCORE,
                CANDIDATE.DISPOSITION,
                CANDIDATE.RULE,
                CANDIDATE.PROBABILITY,
                CANDIDATE.POSITION,
                CANDIDATE.POSITION_PROBABILITIES,
                CANDIDATE.DETAIL);
    }

    private static void insertCard(DSLContext transaction, TenantId tenant, NewDecision fresh, CardId id) {
        transaction
                .insertInto(
                        CARD,
                        CARD.TENANT,
                        CARD.ID,
                        CARD.DECISION_ID,
                        CARD.SUBJECT_ID,
                        CARD.REP_ID,
                        CARD.STATE,
                        CARD.CREATED_AT,
                        CARD.EXPIRES_AT,
                        CARD.CONTENT)
                .values(
                        tenant.value(),
                        id.value(),
                        fresh.decision().id().value(),
                        fresh.decision().subject().value(),
                        fresh.rep().map(RepId::value).orElse(null),
                        CardView.State.DRAFTED.name(),
                        fresh.decision().at(),
                        fresh.expiresAt(),
                        RecordJson.jsonb(fresh.decision().card().getFirst()))
                .execute();
    }

    private static void supersede(DSLContext transaction, TenantId tenant, CardRecord old, Optional<CardId> by) {
        transaction
                .update(CARD)
                .set(CARD.STATE, CardView.State.SUPERSEDED.name())
                .set(CARD.SUPERSEDED_BY, by.map(CardId::value).orElse(null))
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(old.getId()))
                .execute();
        closeUndelivered(transaction, tenant, old.getDecisionId(), Disposition.WITHHELD, "superseded");
    }

    /** Gives what was selected and will not be delivered any more its last disposition. */
    public static void closeUndelivered(
            DSLContext transaction, TenantId tenant, UUID decision, Disposition disposition, String rule) {
        transaction
                .update(CANDIDATE)
                .set(CANDIDATE.DISPOSITION, disposition.name())
                .set(CANDIDATE.RULE, rule)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(decision),
                        CANDIDATE.DISPOSITION.eq(Disposition.SELECTED.name()))
                .execute();
    }

    /** Takes the subject's current card away, because the deal is closed or a person stopped the loop. */
    public void withdraw(TenantId tenant, SubjectId subject, String rule) {
        database.doInTenant(tenant, transaction -> {
            var _ = lockSubject(transaction, tenant, subject);
            currentCard(transaction, tenant, subject).ifPresent(card -> {
                transaction
                        .update(CARD)
                        .set(CARD.STATE, CardView.State.WITHDRAWN.name())
                        .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(card.getId()))
                        .execute();
                closeUndelivered(transaction, tenant, card.getDecisionId(), Disposition.WITHHELD, rule);
            });
        });
    }

    /**
     * Whether a card still says what a new decision would: the same recommendations in the same places, to the same rep, and
     * either it was delivered or it can still be. A card that was kept in the house is not the same as one that may go out; one
     * that was answered is, until its time is over: what was accepted is not proposed again the next day. One that nobody was
     * shown yet must rest on the same evidence, too, so that its words fit the decision; that days have passed is no news.
     */
    private static boolean saysTheSame(DSLContext transaction, TenantId tenant, CardRecord card, NewDecision fresh) {
        String mode = transaction
                .select(DECISION.MODE)
                .from(DECISION)
                .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(card.getDecisionId()))
                .fetchSingle(DECISION.MODE);
        var places = transaction
                .select(CANDIDATE.KEY, CANDIDATE.DISPOSITION)
                .from(CANDIDATE)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(card.getDecisionId()),
                        CANDIDATE.POSITION.isNotNull())
                .orderBy(CANDIDATE.POSITION)
                .fetch();
        boolean failed = places.stream()
                .anyMatch(place -> Disposition.DELIVERY_FAILED.name().equals(place.value2()));
        return mode.equals(fresh.mode().name())
                && !failed
                && Objects.equals(card.getRepId(), fresh.rep().map(RepId::value).orElse(null))
                && card.getExpiresAt().isAfter(fresh.decision().at())
                && (!CardView.State.DRAFTED.name().equals(card.getState()) || restsOnTheSame(card, fresh.decision()))
                && places.map(place -> place.value1())
                        .equals(fresh.decision().slate().candidates());
    }

    private static boolean restsOnTheSame(CardRecord card, Decision decision) {
        CardContent waiting = RecordJson.read(card.getContent(), CardContent.class);
        return decision.card().stream().allMatch(fresh -> reasons(fresh).equals(reasons(waiting)));
    }

    /** Which evidence says what, without the values: in a day's time each count of days is another. */
    private static Set<Map.Entry<String, List<String>>> reasons(CardContent content) {
        return content.why().stream()
                .map(reason -> Map.entry(reason.text().key(), reason.evidence()))
                .collect(Collectors.toSet());
    }

    /** The latest card that was not replaced, withdrawn or expired; it may have been answered. */
    private static Optional<CardRecord> latestLiving(DSLContext transaction, TenantId tenant, SubjectId subject) {
        return transaction
                .selectFrom(CARD)
                .where(
                        CARD.TENANT.eq(tenant.value()),
                        CARD.SUBJECT_ID.eq(subject.value()),
                        CARD.STATE.in("DRAFTED", "DELIVERED", "ANSWERED"))
                .orderBy(CARD.CREATED_AT.desc(), CARD.ID.desc())
                .limit(1)
                .fetchOptional();
    }

    private static Optional<CardRecord> currentCard(DSLContext transaction, TenantId tenant, SubjectId subject) {
        return transaction
                .selectFrom(CARD)
                .where(
                        CARD.TENANT.eq(tenant.value()),
                        CARD.SUBJECT_ID.eq(subject.value()),
                        CARD.STATE.in("DRAFTED", "DELIVERED"))
                .orderBy(CARD.CREATED_AT.desc(), CARD.ID.desc())
                .limit(1)
                .fetchOptional();
    }

    /** Serialises all that changes a subject's cards; gives where its loop stands. */
    private static LoopStates.State lockSubject(DSLContext transaction, TenantId tenant, SubjectId subject) {
        return transaction
                .select(SUBJECT.LOOP_STAGE)
                .from(SUBJECT)
                .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                .forUpdate()
                .fetchOptional(row -> LoopStates.State.valueOf(row.value1()))
                .orElseThrow(() -> new IllegalArgumentException("there is no subject " + subject));
    }

    private static Optional<StoredDecision> stored(DSLContext transaction, TenantId tenant, DecisionId id) {
        return transaction
                .select(DECISION.URGENCY, DECISION.SUBJECT_ID)
                .from(DECISION)
                .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(id.value()))
                .fetchOptional(row -> {
                    Optional<CardRecord> card = transaction
                            .selectFrom(CARD)
                            .where(CARD.TENANT.eq(tenant.value()), CARD.DECISION_ID.eq(id.value()))
                            .fetchOptional()
                            .or(() -> currentCard(transaction, tenant, new SubjectId(row.value2())));
                    return new StoredDecision(
                            id,
                            card.map(found -> new CardId(found.getId())),
                            card.filter(found -> CardView.State.DRAFTED.name().equals(found.getState()))
                                    .isPresent(),
                            Optional.ofNullable(row.value1()).map(Urgency::valueOf));
                });
    }

    /** The subject's latest card in any state. */
    public Optional<CardView> latestCard(TenantId tenant, SubjectId subject) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(CARD)
                        .where(CARD.TENANT.eq(tenant.value()), CARD.SUBJECT_ID.eq(subject.value()))
                        .orderBy(CARD.CREATED_AT.desc(), CARD.ID.desc())
                        .limit(1)
                        .fetchOptional()
                        .map(row -> view(transaction, tenant, row)));
    }

    public Optional<CardView> card(TenantId tenant, CardId id) {
        return database.inTenant(tenant, transaction -> card(transaction, tenant, id));
    }

    /** As {@link #card(TenantId, CardId)}, within a running transaction. */
    public Optional<CardView> card(DSLContext transaction, TenantId tenant, CardId id) {
        return transaction
                .selectFrom(CARD)
                .where(CARD.TENANT.eq(tenant.value()), CARD.ID.eq(id.value()))
                .fetchOptional()
                .map(row -> view(transaction, tenant, row));
    }

    public Optional<CardView> cardOf(TenantId tenant, DecisionId decision) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(CARD)
                        .where(CARD.TENANT.eq(tenant.value()), CARD.DECISION_ID.eq(decision.value()))
                        .fetchOptional()
                        .map(row -> view(transaction, tenant, row)));
    }

    private static CardView view(DSLContext transaction, TenantId tenant, CardRecord row) {
        // the decision comes first: it is there, whatever became of its candidates
        var rows = transaction
                .select(
                        DECISION.MODE,
                        CANDIDATE.POSITION,
                        CANDIDATE.KEY,
                        CANDIDATE.ACTION,
                        CANDIDATE.DISPOSITION,
                        REP_DISPOSITION.DISPOSITION)
                .from(DECISION)
                .leftJoin(CANDIDATE)
                .on(
                        CANDIDATE.TENANT.eq(DECISION.TENANT),
                        CANDIDATE.DECISION_ID.eq(DECISION.ID),
                        CANDIDATE.POSITION.isNotNull())
                .leftJoin(REP_DISPOSITION)
                .on(
                        REP_DISPOSITION.TENANT.eq(CANDIDATE.TENANT),
                        REP_DISPOSITION.DECISION_ID.eq(CANDIDATE.DECISION_ID),
                        REP_DISPOSITION.POSITION.eq(CANDIDATE.POSITION))
                .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(row.getDecisionId()))
                .orderBy(CANDIDATE.POSITION)
                .fetch();
        List<CardView.Position> positions = rows.stream()
                .filter(p -> p.value2() != null)
                .map(p -> new CardView.Position(
                        p.value2(),
                        p.value3(),
                        p.value4(),
                        p.value5(),
                        Optional.ofNullable(p.value6()).map(RepDisposition::valueOf)))
                .toList();
        String mode = rows.getFirst().value1();
        return new CardView(
                new CardId(row.getId()),
                new DecisionId(row.getDecisionId()),
                new SubjectId(row.getSubjectId()),
                Optional.ofNullable(row.getRepId()).map(RepId::new),
                CardView.State.valueOf(row.getState()),
                row.getCreatedAt(),
                row.getExpiresAt(),
                mode.equals(NewDecision.Mode.SHADOW.name()),
                RecordJson.read(row.getContent(), CardContent.class),
                positions,
                Optional.ofNullable(row.getSupersededBy()).map(CardId::new));
    }

    /**
     * What a decision was made from.
     *
     * @param snapshot the body of its snapshot
     */
    public static EngineInput input(TenantId tenant, DecisionRecord recorded, byte[] snapshot, Catalogues catalogues) {
        Inputs inputs = RecordJson.read(RecordJson.gunzip(recorded.getInputs()), Inputs.class);
        DealSnapshot deal = RecordJson.read(RecordJson.gunzip(snapshot), DealSnapshot.class);
        // the column holds microseconds; snapshots of decisions made by an early fast clock hold nanoseconds
        Instant at = recorded.getDecidedAt().equals(deal.asOf().truncatedTo(ChronoUnit.MICROS))
                ? deal.asOf()
                : recorded.getDecidedAt();
        return new EngineInput(
                new DecisionId(recorded.getId()),
                deal,
                catalogues.ofVersion(tenant, recorded.getCatalogueVersion()),
                inputs.organisation(),
                inputs.evidence(),
                inputs.policy(),
                at);
    }

    /** Makes a decision again from its record; empty if there is no such decision. */
    public Optional<Replay> replay(TenantId tenant, DecisionId id, Engine engine, Catalogues catalogues) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .select(DECISION, SNAPSHOT.BODY, SNAPSHOT.REDACTED_AT)
                                .from(DECISION)
                                .join(SNAPSHOT)
                                .on(SNAPSHOT.TENANT.eq(DECISION.TENANT), SNAPSHOT.HASH.eq(DECISION.SNAPSHOT_HASH))
                                .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(id.value()))
                                .fetchOptional())
                .map(row -> {
                    DecisionRecord recorded = row.value1();
                    EngineInput input = input(tenant, recorded, row.value2(), catalogues);
                    boolean redacted = recorded.getRedactedAt() != null || row.value3() != null;
                    return Replay.of(engine, input, recorded.getRecordHash(), recorded.getEngineVersion(), redacted);
                });
    }
}
