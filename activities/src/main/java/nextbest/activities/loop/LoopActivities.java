package nextbest.activities.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import nextbest.catalogue.ActionType;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.engine.EngineInput;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Urgency;
import nextbest.store.attribution.Attributions;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.Decisions;
import nextbest.store.decision.NewDecision;
import nextbest.store.decision.StoredDecision;
import nextbest.store.evidence.Segments;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.feedback.RepAnswers;
import nextbest.store.loop.LoopStates;
import nextbest.workflows.subjectloop.AnswerReceipt;
import nextbest.workflows.subjectloop.DecideRequest;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.LearnRequest;
import nextbest.workflows.subjectloop.LearnResult;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoopActivities;
import nextbest.workflows.subjectloop.SubjectRequest;

/** The loop's work on our own database. */
public final class LoopActivities implements SubjectLoopActivities {
    /** A card whose action says nothing of an expiry can be answered for so long. */
    static final Duration CARD_LIFE = Duration.ofDays(14);

    private final DecisionMaker maker;
    private final Decisions decisions;
    private final Attributions attributions;
    private final RepAnswers answers;
    private final LoopStates loops;
    private final Predicate<TenantId> drafting;
    private final BiPredicate<TenantId, SubjectId> unread;

    /** Work without a language model: cards say what their templates say. */
    public LoopActivities(
            DecisionMaker maker, Decisions decisions, Attributions attributions, RepAnswers answers, LoopStates loops) {
        this(maker, decisions, attributions, answers, loops, tenant -> false, (tenant, subject) -> false);
    }

    /**
     * Work beside a language model.
     *
     * @param drafting whether an organisation wants its cards put into better words
     * @param unread whether there are notes about a subject that the model is to read
     */
    public LoopActivities(
            DecisionMaker maker,
            Decisions decisions,
            Attributions attributions,
            RepAnswers answers,
            LoopStates loops,
            Predicate<TenantId> drafting,
            BiPredicate<TenantId, SubjectId> unread) {
        this.maker = Objects.requireNonNull(maker, "maker");
        this.decisions = Objects.requireNonNull(decisions, "decisions");
        this.attributions = Objects.requireNonNull(attributions, "attributions");
        this.answers = Objects.requireNonNull(answers, "answers");
        this.loops = Objects.requireNonNull(loops, "loops");
        this.drafting = Objects.requireNonNull(drafting, "drafting");
        this.unread = Objects.requireNonNull(unread, "unread");
    }

    @Override
    public DecideResult decide(DecideRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        SubjectId subject = new SubjectId(request.subject());
        Optional<DecisionMaker.Standing> standing = maker.standing(tenant, subject);
        if (standing.isEmpty()) {
            return new DecideResult(DecideResult.Status.GONE, null, null, false, false, null, null, null, null, null);
        }
        if (!standing.get().isOpen() || standing.get().stopped()) {
            decisions.withdraw(tenant, subject, standing.get().stopped() ? "stopped" : "closed");
            Attributions.Standing left = attributions.evaluate(tenant, subject, request.at());
            loops.endIfOver(tenant, subject);
            DecideResult.Status status = standing.filter(s -> !s.deleted()).isPresent()
                    ? DecideResult.Status.CLOSED
                    : DecideResult.Status.GONE;
            return new DecideResult(
                    status,
                    null,
                    null,
                    false,
                    false,
                    null,
                    null,
                    null,
                    null,
                    left.nextDue().orElse(null));
        }
        Attributions.Standing left = attributions.evaluate(tenant, subject, request.at());
        EngineInput input = maker.collect(
                tenant, subject, standing.get(), new DecisionId(request.decision()), request.at(), Optional.empty());
        Decision decision = maker.decide(input);
        NewDecision.Mode mode = input.policy().shadow() ? NewDecision.Mode.SHADOW : NewDecision.Mode.LIVE;
        StoredDecision stored = decisions.store(
                tenant,
                new NewDecision(
                        input,
                        decision,
                        new CardId(request.card()),
                        standing.get().rep(),
                        request.reason(),
                        mode,
                        stageKind(input.deal()),
                        Segments.of(input.deal()),
                        expiry(input, decision),
                        request.correlationId()));
        boolean present = mode == NewDecision.Mode.LIVE
                && stored.isNew()
                && standing.get().rep().isPresent()
                && decision.main().isPresent()
                && isToBeShown(decision);
        return new DecideResult(
                        DecideResult.Status.DECIDED,
                        request.decision(),
                        stored.card().map(CardId::value).orElse(null),
                        present,
                        stored.urgency().filter(Urgency.HIGH::equals).isPresent(),
                        standing.get().rep().map(RepId::value).orElse(null),
                        Segments.of(input.deal()),
                        stored.urgency().map(Urgency::key).orElse("none"),
                        amountBand(input.deal()),
                        left.nextDue().orElse(null))
                .withDraft(present && drafting.test(tenant))
                .withNotes(unread.test(tenant, subject));
    }

    /** The arm that shows nothing keeps its slate from the rep. */
    private static boolean isToBeShown(Decision decision) {
        return decision.main()
                .map(Candidate::disposition)
                .filter(d -> d == nextbest.recommendation.Disposition.SELECTED)
                .isPresent();
    }

    private static String stageKind(DealSnapshot deal) {
        return deal.stageKind().map(StageKind::name).orElse("UNKNOWN");
    }

    private static Instant expiry(EngineInput input, Decision decision) {
        int days = decision.main()
                .flatMap(main -> input.catalogue().action(main.action()))
                .map(ActionType::expiryDays)
                .orElse(0);
        return input.at().plus(days > 0 ? Duration.ofDays(days) : CARD_LIFE);
    }

    private static String amountBand(DealSnapshot deal) {
        Optional<Money> amount = deal.amounts().amount().asOptional();
        if (amount.isEmpty()) {
            return "unknown";
        }
        double major = amount.get().amount().doubleValue();
        return major < 1_000 ? "under-1k" : major < 10_000 ? "under-10k" : major < 100_000 ? "under-100k" : "from-100k";
    }

    @Override
    public AnswerReceipt recordAnswer(SubjectRequest about, RepAnswer answer) {
        TenantId tenant = new TenantId(about.tenant());
        AnswerResult result = answers.record(
                tenant,
                answer.answer(),
                Optional.ofNullable(answer.by()).map(RepId::new),
                answer.channel(),
                answer.actor());
        return switch (result) {
            case AnswerResult.Recorded recorded ->
                new AnswerReceipt(
                        AnswerReceipt.Status.RECORDED,
                        recorded.current(),
                        null,
                        null,
                        null,
                        recorded.nextDue().orElse(null));
            case AnswerResult.Duplicate duplicate ->
                new AnswerReceipt(AnswerReceipt.Status.DUPLICATE, duplicate.current(), null, null, null, null);
            case AnswerResult.Refused refused ->
                new AnswerReceipt(
                        AnswerReceipt.Status.REFUSED,
                        null,
                        refused.code(),
                        refused.explanation(),
                        refused.currentCard().map(CardId::value).orElse(null),
                        null);
        };
    }

    @Override
    public LearnResult learn(LearnRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        SubjectId subject = new SubjectId(request.subject());
        Attributions.Standing standing = attributions.evaluate(tenant, subject, request.at());
        loops.endIfOver(tenant, subject);
        return new LearnResult(standing.open(), standing.nextDue().orElse(null));
    }

    @Override
    public void withdraw(SubjectRequest about) {
        TenantId tenant = new TenantId(about.tenant());
        SubjectId subject = new SubjectId(about.subject());
        loops.stop(tenant, subject);
        decisions.withdraw(tenant, subject, "stopped");
    }
}
