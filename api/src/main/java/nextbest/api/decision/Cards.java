package nextbest.api.decision;

import java.util.Map;
import java.util.Optional;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.subject.Subjects;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Decision;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.decision.DecisionLog;
import nextbest.store.decision.Replay;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.drafting.DraftText;
import nextbest.store.drafting.Drafts;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Finds cards and decisions for a caller. A card that is shown to its rep is delivered by that, and viewed: the ledger says
 * so before the rep sees anything.
 */
@Component
public final class Cards {
    private final Store store;
    private final DecisionLog log;
    private final Drafts drafts;
    private final Subjects subjects;
    private final Loops loops;

    Cards(Store store, Subjects subjects, Loops loops) {
        this.store = store;
        this.log = new DecisionLog(store.database());
        this.drafts = new Drafts(store.database());
        this.subjects = subjects;
        this.loops = loops;
    }

    /**
     * The card that a caller may look at now.
     *
     * @param channel where it is shown: {@code api} or {@code page}
     * @throws Refusal if the deal is closed, there is no card, or recommendations are not live and the caller is the rep
     */
    public CardView current(Caller caller, SubjectEntry subject, String channel) {
        if (!subject.isOpen()) {
            throw closed(caller, subject);
        }
        CardView card = store.decisions()
                .latestCard(caller.tenant(), subject.id())
                .filter(latest -> isCurrent(latest.state()))
                .orElseThrow(() -> Refusal.of(
                        ProblemKind.NO_CARD,
                        "STOPPED".equals(subject.loopStage())
                                ? "there is no card: the loop of this subject was stopped by a person; resume it"
                                : "there is no card for this subject yet"));
        if (caller.role() != Role.REP) {
            return card;
        }
        return shownTo(caller, caller.rep().orElseThrow(), card, channel);
    }

    private CardView shownTo(Caller caller, RepId rep, CardView card, String channel) {
        // the rule of Deliveries.rendered, which is asked where something is to be written down
        boolean again =
                card.rep().equals(Optional.of(rep)) && store.deliveries().isShownOn(caller.tenant(), card, channel);
        return again && !isUnseen(card) ? card : store.database().apart(() -> presentedTo(caller, rep, card, channel));
    }

    private CardView presentedTo(Caller caller, RepId rep, CardView card, String channel) {
        TenantId tenant = caller.tenant();
        boolean may = store.deliveries()
                .rendered(
                        tenant,
                        card.id(),
                        rep,
                        channel,
                        store.tenants().settings(tenant).deliveryPolicy(),
                        store.time().now());
        if (!may && (card.shadow() || store.tenants().get(tenant).mode() == Tenants.Mode.SHADOW)) {
            throw Refusal.of(
                    ProblemKind.NOT_LIVE,
                    "recommendations are made and kept, but not shown to reps until the organisation goes live");
        }
        if (!may) {
            throw Refusal.of(ProblemKind.NO_CARD, "no more recommendations are shown for this deal today");
        }
        // being shown changes a draft only
        CardView shown = card.state() == CardView.State.DRAFTED
                ? store.decisions().card(tenant, card.id()).orElse(card)
                : card;
        if (isUnseen(shown)) {
            var viewed = new Answer(
                    "viewed-" + shown.id(),
                    shown.decision(),
                    1,
                    RepDisposition.VIEWED,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    store.time().now());
            loops.answer(tenant, shown.subject(), viewed, Optional.of(rep), channel, rep.toString());
            shown = store.decisions().card(tenant, card.id()).orElse(shown);
        }
        return shown;
    }

    /** The alternatives stay without an answer for good: asking for any would tell of each look again. */
    private static boolean isUnseen(CardView card) {
        return card.positions().stream()
                .anyMatch(p -> p.position() == 1 && p.rep().equals(Optional.of(RepDisposition.NO_ANSWER)));
    }

    /** The words that were drafted for a card; empty if the template's words stand. */
    public Optional<DraftText> draft(TenantId tenant, CardView card) {
        return drafts.text(tenant, card.decision());
    }

    /** Whether a card is the one to look at. */
    public static boolean isCurrent(CardView.State state) {
        return switch (state) {
            case DRAFTED, DELIVERED, ANSWERED, EXPIRED -> true;
            case SUPERSEDED, WITHDRAWN -> false;
        };
    }

    /** How a deal ended, for whoever wants its card. */
    public Refusal closed(Caller caller, SubjectEntry subject) {
        return Refusal.with(
                ProblemKind.DEAL_CLOSED,
                subjects.ending(caller, subject),
                Map.of(
                        "dealStatus",
                        subject.deal().orElseThrow().status().name(),
                        "closedAt",
                        subject.deal()
                                .orElseThrow()
                                .closedAt()
                                .map(Object::toString)
                                .orElse("")));
    }

    /**
     * A decision that the caller may see.
     *
     * @throws Refusal if there is none
     */
    public DecisionEntry decision(Caller caller, String reference) {
        try {
            return log.find(caller.tenant(), DecisionId.parse(reference))
                    .filter(entry -> subjects.find(caller, entry.subject()).isPresent())
                    .orElseThrow(() -> Refusal.notFound("decision", reference));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("decision", reference);
        }
    }

    /**
     * Makes a decision again from its record.
     *
     * @throws Refusal if the catalogue that it knew is not kept
     */
    public Replay replay(TenantId tenant, DecisionEntry entry) {
        try {
            return store.decisions()
                    .replay(tenant, entry.id(), store.maker().engine(), store.catalogues())
                    .orElseThrow(() -> Refusal.notFound("decision", entry.id().toString()));
        } catch (IllegalStateException e) {
            throw Refusal.of(ProblemKind.CONFLICT, "recorded, not replayable: " + e.getMessage());
        }
    }

    /** The whole decision with its lines; empty if it cannot be made again exactly. */
    public Optional<Decision> whole(TenantId tenant, DecisionEntry entry) {
        try {
            return Optional.of(replay(tenant, entry)).filter(Replay::same).map(Replay::decision);
        } catch (Refusal e) {
            return Optional.empty();
        }
    }
}
