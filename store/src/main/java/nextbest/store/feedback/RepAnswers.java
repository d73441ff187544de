package nextbest.store.feedback;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CARD;
import static nextbest.store.schema.Tables.DECISION;
import static nextbest.store.schema.Tables.REP_ANSWER;
import static nextbest.store.schema.Tables.REP_DISPOSITION;
import static nextbest.store.schema.Tables.REP_WORDS;
import static nextbest.store.schema.Tables.SUPPRESSION;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Disposition;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.attribution.Attributions;
import nextbest.store.clock.BusinessTime;
import nextbest.store.decision.CardView;
import nextbest.store.product.ProductLedger;
import nextbest.store.schema.tables.records.CandidateRecord;
import nextbest.store.schema.tables.records.CardRecord;
import nextbest.store.schema.tables.records.RepAnswerRecord;
import org.jooq.DSLContext;

/**
 * Records what reps say. An answer, its effect on the ledger and the running statistics are one transaction, so that the next
 * decision knows of it.
 */
public final class RepAnswers {
    /** Stands for words that were put aside. */
    private static final String ASIDE = "words put aside";

    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public RepAnswers(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Puts the words of an answer aside before it goes its way: histories of workflows are kept for long and are read by
     * operators, so they hold no words of people. {@link #record} puts them back.
     *
     * @return the answer to send on
     */
    public Answer putWordsAside(TenantId tenant, Answer answer) {
        if (answer.overriddenBy().isEmpty()) {
            return answer;
        }
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .insertInto(REP_WORDS)
                        .set(REP_WORDS.TENANT, tenant.value())
                        .set(REP_WORDS.ANSWER_ID, answer.id())
                        .set(REP_WORDS.WORDS, answer.overriddenBy().get())
                        .set(REP_WORDS.REAL_RECEIVED_AT, time.realNow())
                        .onConflictDoNothing()
                        .execute());
        return answer.withOverriddenBy(ASIDE);
    }

    private static Answer putWordsBack(DSLContext transaction, TenantId tenant, Answer answer) {
        if (!answer.overriddenBy().equals(Optional.of(ASIDE))) {
            return answer;
        }
        return transaction
                .deleteFrom(REP_WORDS)
                .where(REP_WORDS.TENANT.eq(tenant.value()), REP_WORDS.ANSWER_ID.eq(answer.id()))
                .returning(REP_WORDS.WORDS)
                .fetchOptional(REP_WORDS.WORDS)
                .map(answer::withOverriddenBy)
                .orElse(answer);
    }

    /**
     * Records one answer.
     *
     * @param by the rep who says it; empty for someone who may answer for others (an integration, the line manager), which
     *     the caller has checked
     * @param channel where it was said: {@code mail}, {@code page}, {@code api}, {@code crm}
     * @param actor who said it, for the audit trail: an id, never a name
     */
    public AnswerResult record(TenantId tenant, Answer answer, Optional<RepId> by, String channel, String actor) {
        return database.inTenant(tenant, transaction -> {
            Optional<SubjectId> subject = transaction
                    .select(DECISION.SUBJECT_ID)
                    .from(DECISION)
                    .where(
                            DECISION.TENANT.eq(tenant.value()),
                            DECISION.ID.eq(answer.decision().value()))
                    .fetchOptional(row -> new SubjectId(row.value1()));
            if (subject.isEmpty()) {
                return new AnswerResult.Refused(
                        "unknown-decision", "There is no decision " + answer.decision() + ".", Optional.empty());
            }
            Attributions.lock(transaction, tenant, subject.get());
            Optional<RepAnswerRecord> before = transaction
                    .selectFrom(REP_ANSWER)
                    .where(REP_ANSWER.TENANT.eq(tenant.value()), REP_ANSWER.ID.eq(answer.id()))
                    .fetchOptional();
            if (before.isPresent()) {
                return repeated(transaction, tenant, before.get(), answer, subject.get());
            }
            Optional<AnswerResult.Refused> refusal = refusal(transaction, tenant, answer, subject.get(), by);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            insert(transaction, tenant, putWordsBack(transaction, tenant, answer), channel, actor);
            suppress(transaction, tenant, answer, subject.get());
            ProductLedger.follow(transaction, tenant, subject.get(), unit(transaction, tenant, answer), answer, actor);
            markAnswered(transaction, tenant, answer);
            Attributions.Standing standing = Attributions.evaluate(transaction, tenant, subject.get(), time.now());
            return new AnswerResult.Recorded(subject.get(), current(transaction, tenant, answer), standing.nextDue());
        });
    }

    private static AnswerResult repeated(
            DSLContext transaction, TenantId tenant, RepAnswerRecord before, Answer answer, SubjectId subject) {
        boolean same = before.getDecisionId().equals(answer.decision().value())
                && before.getPosition() == answer.position()
                && before.getDisposition().equals(answer.disposition().name());
        return same
                ? new AnswerResult.Duplicate(subject, current(transaction, tenant, answer))
                : new AnswerResult.Refused(
                        "reused-id",
                        "The id " + answer.id() + " was used for another answer; every answer needs an id of its own.",
                        Optional.empty());
    }

    private static Optional<AnswerResult.Refused> refusal(
            DSLContext transaction, TenantId tenant, Answer answer, SubjectId subject, Optional<RepId> by) {
        Optional<CardRecord> card = transaction
                .selectFrom(CARD)
                .where(
                        CARD.TENANT.eq(tenant.value()),
                        CARD.DECISION_ID.eq(answer.decision().value()))
                .fetchOptional();
        if (card.isPresent()
                && by.isPresent()
                && !by.get().value().equals(card.get().getRepId())) {
            return Optional.of(new AnswerResult.Refused(
                    "not-yours", "This recommendation was made to another rep.", Optional.empty()));
        }
        Optional<CandidateRecord> candidate = transaction
                .selectFrom(CANDIDATE)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(answer.decision().value()),
                        CANDIDATE.POSITION.eq((short) answer.position()))
                .fetchOptional();
        if (candidate.isEmpty()
                || card.isEmpty()
                || !Disposition.DELIVERED.name().equals(candidate.get().getDisposition())) {
            String seen = candidate
                    .map(c -> c.getDisposition() + " (" + c.getRule() + ")")
                    .orElse("no recommendation at position " + answer.position());
            return Optional.of(new AnswerResult.Refused(
                    "not-delivered",
                    "Only what was delivered can be answered; this is " + seen + ".",
                    currentCard(transaction, tenant, subject)));
        }
        if (CardView.State.SUPERSEDED.name().equals(card.get().getState())
                && answer.disposition() != RepDisposition.EXECUTED) {
            return Optional.of(new AnswerResult.Refused(
                    "superseded",
                    "A newer card has taken the place of this one; please answer that.",
                    currentCard(transaction, tenant, subject)));
        }
        if (!answer.at().isBefore(card.get().getExpiresAt())) {
            return Optional.of(new AnswerResult.Refused(
                    "expired",
                    "This card could be answered until " + card.get().getExpiresAt() + ".",
                    currentCard(transaction, tenant, subject)));
        }
        return Optional.empty();
    }

    private void insert(DSLContext transaction, TenantId tenant, Answer answer, String channel, String actor) {
        RepAnswerRecord row = transaction.newRecord(REP_ANSWER);
        row.setTenant(tenant.value());
        row.setId(answer.id());
        row.setDecisionId(answer.decision().value());
        row.setPosition((short) answer.position());
        row.setDisposition(answer.disposition().name());
        row.setDismissReason(answer.dismissReason().map(DismissReason::name).orElse(null));
        row.setKeepBackReason(answer.keepBackReason().map(KeepBackReason::name).orElse(null));
        row.setOverriddenBy(answer.overriddenBy().orElse(null));
        row.setSnoozedUntil(answer.snoozedUntil().orElse(null));
        row.setAt(answer.at());
        row.setChannel(channel);
        row.setActor(actor);
        row.setRetracted(false);
        row.setRealReceivedAt(time.realNow());
        row.insert();
    }

    /** A dismissal, a snooze and keeping back have a stated effect on what is shown for this deal. */
    private void suppress(DSLContext transaction, TenantId tenant, Answer answer, SubjectId subject) {
        Optional<Instant> until = switch (answer.disposition()) {
            case DISMISSED ->
                answer.dismissReason().flatMap(DismissReason::suppression).map(answer.at()::plus);
            case SNOOZED -> answer.snoozedUntil();
            case KEPT_BACK -> Optional.of(answer.at().plus(java.time.Duration.ofDays(30)));
            case NO_ANSWER, VIEWED, ACCEPTED, OVERRIDDEN, EXECUTED, IGNORED -> Optional.empty();
        };
        boolean suppresses = switch (answer.disposition()) {
            case DISMISSED, SNOOZED, KEPT_BACK -> true;
            case NO_ANSWER, VIEWED, ACCEPTED, OVERRIDDEN, EXECUTED, IGNORED -> false;
        };
        if (!suppresses) {
            return;
        }
        String unit = unit(transaction, tenant, answer);
        String reason = answer.dismissReason()
                .map(DismissReason::name)
                .or(() -> answer.keepBackReason().map(KeepBackReason::name))
                .orElse(answer.disposition().name());
        transaction
                .insertInto(
                        SUPPRESSION,
                        SUPPRESSION.TENANT,
                        SUPPRESSION.ID,
                        SUPPRESSION.SUBJECT_ID,
                        SUPPRESSION.UNIT,
                        SUPPRESSION.REASON,
                        SUPPRESSION.ANSWER_ID,
                        SUPPRESSION.SUPPRESSED_FROM,
                        SUPPRESSION.SUPPRESSED_UNTIL)
                .values(
                        tenant.value(),
                        ids.next(),
                        subject.value(),
                        unit,
                        reason,
                        answer.id(),
                        answer.at(),
                        until.orElse(null))
                .execute();
    }

    /** The key of the candidate that was answered. */
    private static String unit(DSLContext transaction, TenantId tenant, Answer answer) {
        return transaction
                .select(CANDIDATE.KEY)
                .from(CANDIDATE)
                .where(
                        CANDIDATE.TENANT.eq(tenant.value()),
                        CANDIDATE.DECISION_ID.eq(answer.decision().value()),
                        CANDIDATE.POSITION.eq((short) answer.position()))
                .fetchSingle(CANDIDATE.KEY);
    }

    private static void markAnswered(DSLContext transaction, TenantId tenant, Answer answer) {
        if (answer.disposition() != RepDisposition.VIEWED) {
            transaction
                    .update(CARD)
                    .set(CARD.STATE, CardView.State.ANSWERED.name())
                    .where(
                            CARD.TENANT.eq(tenant.value()),
                            CARD.DECISION_ID.eq(answer.decision().value()),
                            CARD.STATE.eq(CardView.State.DELIVERED.name()))
                    .execute();
        }
    }

    private static RepDisposition current(DSLContext transaction, TenantId tenant, Answer answer) {
        return transaction
                .select(REP_DISPOSITION.DISPOSITION)
                .from(REP_DISPOSITION)
                .where(
                        REP_DISPOSITION.TENANT.eq(tenant.value()),
                        REP_DISPOSITION.DECISION_ID.eq(answer.decision().value()),
                        REP_DISPOSITION.POSITION.eq((short) answer.position()))
                .fetchSingle(row -> RepDisposition.valueOf(row.value1()));
    }

    private static Optional<CardId> currentCard(DSLContext transaction, TenantId tenant, SubjectId subject) {
        return transaction
                .select(CARD.ID)
                .from(CARD)
                .where(
                        CARD.TENANT.eq(tenant.value()),
                        CARD.SUBJECT_ID.eq(subject.value()),
                        CARD.STATE.in("DRAFTED", "DELIVERED", "ANSWERED"))
                .orderBy(CARD.CREATED_AT.desc(), CARD.ID.desc())
                .limit(1)
                .fetchOptional(row -> new CardId(row.value1()));
    }

    /** The subject of a decision; empty if there is no such decision in this tenant. */
    public Optional<SubjectId> subjectOf(TenantId tenant, DecisionId decision) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(DECISION.SUBJECT_ID)
                        .from(DECISION)
                        .where(DECISION.TENANT.eq(tenant.value()), DECISION.ID.eq(decision.value()))
                        .fetchOptional(row -> new SubjectId(row.value1())));
    }
}
