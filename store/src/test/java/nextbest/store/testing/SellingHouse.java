package nextbest.store.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.deal.StageKind;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.event.EventType;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.store.Store;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.NewDecision;
import nextbest.store.decision.StoredDecision;
import nextbest.store.delivery.Claim;
import nextbest.store.evidence.Segments;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;

/** An organisation that sells: deals are opened, recommendations are delivered and answered, deals move on. No workflows. */
public final class SellingHouse {
    public final AtomicReference<Instant> now;
    public final Store store;
    public final TenantId tenant;
    private final News news;
    private int count;

    public SellingHouse(TestPostgres postgres, Instant start) {
        now = new AtomicReference<>(start);
        store = Store.on(postgres.source(), now::get, t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("t" + UUID.randomUUID().toString().substring(0, 8), "Test", "EUR", "Europe/Berlin")
                .id();
        store.tenants().setSettings(tenant, TenantSettings.standard().withRecipientDomains(List.of("example.com")));
        store.tenants().setMode(tenant, Tenants.Mode.LIVE);
        news = new News(tenant);
    }

    /** A rep who can be sent cards. */
    public void rep(String id) {
        news.tell(
                        EventType.REP,
                        now.get().toString(),
                        Map.of("id", id, "name", "Rep " + id, "email", id + "@example.com", "zone", "Europe/Berlin"))
                .send(store.intake());
    }

    /**
     * A rep of a manager's team.
     *
     * @param manager id of a rep that is known
     * @param since the day the rep began
     */
    public void rep(String id, String manager, String since) {
        rep(id);
        news.tell(
                        EventType.REP,
                        now.get().toString(),
                        Map.of("id", id, "name", "Rep " + id, "manager", manager, "since", since))
                .send(store.intake());
    }

    /** A deal at the proposal stage, after a demo, with much to answer: about ten actions suit it. */
    public SubjectId deal(String id, String rep, int amount) {
        news.deal(
                        EventType.DEAL,
                        id,
                        now.get().toString(),
                        Map.of(
                                "name",
                                "Deal " + id,
                                "stage",
                                "Proposal",
                                "rep",
                                rep,
                                "amount",
                                Map.of("amount", amount, "currency", "EUR")))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "demo-completed"))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "pricing-discussed"))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "executive-attention-needed"))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "skepticism-voiced"))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "hands-on-wanted"))
                .deal(EventType.SIGNAL, id, now.get().toString(), Map.of("signal", "budget-unclear"))
                .send(store.intake());
        return news.idOf(store.database(), id);
    }

    /** The deal moves on. */
    public void advances(String deal) {
        news.deal(EventType.STAGE_CHANGE, deal, now.get().toString(), Map.of("stage", "Negotiation"))
                .send(store.intake());
    }

    /** Something else becomes known of the deal. */
    public void hears(String deal, EventType type, Map<String, Object> data) {
        news.deal(type, deal, now.get().toString(), data).send(store.intake());
    }

    /** Decides and stores; with the arm that is given. */
    public Decision decides(SubjectId deal, Arm arm) {
        return decides(deal, Optional.of(arm));
    }

    /** Decides and stores, in the arm that the deal is in. */
    public Decision decides(SubjectId deal) {
        return decides(deal, Optional.empty());
    }

    private Decision decides(SubjectId deal, Optional<Arm> arm) {
        DecisionMaker.Standing standing = store.maker().standing(tenant, deal).orElseThrow();
        EngineInput input = store.maker()
                .collect(tenant, deal, standing, new DecisionId(store.ids().next()), now.get(), arm);
        Decision decision = store.maker().decide(input);
        StoredDecision stored = store.decisions()
                .store(
                        tenant,
                        new NewDecision(
                                input,
                                decision,
                                new CardId(store.ids().next()),
                                standing.rep(),
                                "news",
                                NewDecision.Mode.LIVE,
                                input.deal().stageKind().map(StageKind::name).orElse("UNKNOWN"),
                                Segments.of(input.deal()),
                                now.get().plus(Duration.ofDays(14)),
                                "c"));
        if (decision.main()
                .filter(main -> main.disposition() == Disposition.SELECTED)
                .isEmpty()) {
            return decision;
        }
        stored.card().filter(card -> stored.isNew()).ifPresent(card -> {
            var policy = store.tenants().settings(tenant).deliveryPolicy();
            String key = "k" + ++count;
            if (store.deliveries()
                            .claim(tenant, key, standing.rep().orElseThrow(), List.of(card), "mail", policy, now.get())
                    instanceof Claim.Send send) {
                store.deliveries().confirm(tenant, send.outbox(), "m" + key, policy, now.get());
            }
        });
        return decision;
    }

    /** The rep answers a recommendation of a delivered card. */
    public AnswerResult answers(SubjectId deal, Decision decision, int position, RepDisposition said) {
        Optional<DismissReason> reason =
                said == RepDisposition.DISMISSED ? Optional.of(DismissReason.NOT_RELEVANT) : Optional.empty();
        AnswerResult result = store.answers()
                .record(
                        tenant,
                        new Answer(
                                "a" + ++count,
                                decision.id(),
                                position,
                                said,
                                reason,
                                Optional.empty(),
                                said == RepDisposition.OVERRIDDEN ? Optional.of("called them") : Optional.empty(),
                                Optional.empty(),
                                now.get()),
                        store.maker().standing(tenant, deal).orElseThrow().rep(),
                        "api",
                        "test");
        var _ = store.attributions().evaluate(tenant, deal, now.get());
        return result;
    }
}
