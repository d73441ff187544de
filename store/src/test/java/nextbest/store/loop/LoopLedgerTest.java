package nextbest.store.loop;

import static nextbest.store.schema.Tables.CANDIDATE;
import static nextbest.store.schema.Tables.CAP_DAY;
import static nextbest.store.schema.Tables.CAP_UNIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.NewDecision;
import nextbest.store.decision.Replay;
import nextbest.store.decision.StoredDecision;
import nextbest.store.delivery.Claim;
import nextbest.store.delivery.DeadLetters;
import nextbest.store.delivery.DeliveryPolicy;
import nextbest.store.event.EventResult;
import nextbest.store.evidence.Segments;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.report.LoopReport;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.TestPostgres;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One deal through the ledger on a real PostgreSQL, without workflows. */
class LoopLedgerTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private Store store;
    private TenantId tenant;
    private SubjectId deal;
    private DeliveryPolicy policy;
    private int ids;

    @BeforeEach
    void organisationWithOneDeal() {
        InstantSource clock = now::get;
        store = Store.on(POSTGRES.source(), clock, t -> CatalogueReader.standard(), Engine.current());
        tenant = store.tenants()
                .create("t" + UUID.randomUUID().toString().substring(0, 8), "Test", "EUR", "Europe/Berlin")
                .id();
        store.tenants().setSettings(tenant, TenantSettings.standard().withRecipientDomains(List.of("example.com")));
        store.tenants().setMode(tenant, Tenants.Mode.LIVE);
        policy = store.tenants().settings(tenant).deliveryPolicy();
        List<EventResult> results = store.intake()
                .take(
                        tenant,
                        List.of(
                                event(
                                        EventType.REP,
                                        Optional.empty(),
                                        Map.of(
                                                "id",
                                                "R1",
                                                "name",
                                                "Rosa",
                                                "email",
                                                "rosa@example.com",
                                                "zone",
                                                "Europe/Berlin")),
                                event(
                                        EventType.DEAL,
                                        Optional.of("D1"),
                                        Map.of(
                                                "name",
                                                "Deal one",
                                                "stage",
                                                "Discovery",
                                                "rep",
                                                "R1",
                                                "amount",
                                                Map.of("amount", 5000, "currency", "EUR"))),
                                event(
                                        EventType.CONTACT,
                                        Optional.of("D1"),
                                        Map.of("id", "C1", "name", "Carla", "roles", List.of("economic-buyer"))),
                                event(
                                        EventType.SIGNAL,
                                        Optional.of("D1"),
                                        Map.of("signal", "budget-discussed", "contact", "C1"))));
        assertThat(results).allMatch(EventResult.Accepted.class::isInstance);
        deal = ((EventResult.Accepted) results.get(1)).subject().orElseThrow();
    }

    @Test
    void newsDoesNotReachALoopThatAPersonStoppedUntilItIsResumed() {
        store.inbox().told(tenant, store.inbox().next(tenant, 10));
        store.loops().stop(tenant, deal);
        pricingDiscussed();
        assertThat(store.inbox().next(tenant, 10)).isEmpty();
        assertThat(store.maker().standing(tenant, deal).orElseThrow().stopped()).isTrue();

        assertThat(store.loops().resume(tenant, deal)).isTrue();
        assertThat(store.loops().resume(tenant, deal)).as("a second time").isFalse();
        pricingDiscussed();
        assertThat(store.inbox().next(tenant, 10)).hasSize(1);
    }

    private void pricingDiscussed() {
        assertThat(store.intake()
                        .take(
                                tenant,
                                List.of(event(
                                        EventType.SIGNAL,
                                        Optional.of("D1"),
                                        Map.of("signal", "pricing-discussed", "contact", "C1")))))
                .allMatch(EventResult.Accepted.class::isInstance);
    }

    @Test
    void aRepsWordsWaitApartFromTheAnswerUntilItIsRecorded() {
        StoredDecision decision = decide();
        Claim.Send claim = (Claim.Send) claim("k1", decision);
        store.deliveries().confirm(tenant, claim.outbox(), "m1", policy, now.get());
        Answer said = new Answer(
                "words-1",
                decision.decision(),
                1,
                RepDisposition.OVERRIDDEN,
                Optional.empty(),
                Optional.empty(),
                Optional.of("Called Carla's boss myself"),
                Optional.empty(),
                now.get());

        Answer sent = store.answers().putWordsAside(tenant, said);

        assertThat(sent.overriddenBy().orElseThrow()).doesNotContain("Carla");
        assertThat(store.answers().record(tenant, sent, Optional.empty(), "page", "someone"))
                .isInstanceOf(AnswerResult.Recorded.class);
        assertThat(column("select overridden_by from rep_answer where id = 'words-1'"))
                .containsExactly("Called Carla's boss myself");
        assertThat(column("select words from rep_words")).isEmpty();
    }

    private List<String> column(String query) {
        return store.database()
                .inTenant(tenant, transaction -> transaction.fetch(query).getValues(0, String.class));
    }

    @Test
    void anOpenWindowCountsAsThePartOfACaseThatHasPassed() {
        String action = deliverToTwelveDealsAlike();

        assertThat(advanced(action)).as("nothing has passed yet").isEmpty();
        // 25 of 30 days have passed for each of twelve: twelve times 25/30 is 10
        now.set(START.plus(Duration.ofDays(25)).plusSeconds(60));
        assertThat(advanced(action)).hasValueSatisfying(rate -> {
            assertThat(rate.n()).isEqualTo(10);
            assertThat(rate.successes()).isZero();
        });
    }

    /** Gives the main action of the last one. */
    private String deliverToTwelveDealsAlike() {
        String action = "";
        for (int i = 2; i <= 13; i++) {
            String id = "D" + i;
            List<EventResult> taken = store.intake()
                    .take(
                            tenant,
                            List.of(
                                    event(
                                            EventType.DEAL,
                                            Optional.of(id),
                                            Map.of("name", "Deal " + i, "stage", "Discovery", "rep", "R1")),
                                    event(
                                            EventType.CONTACT,
                                            Optional.of(id),
                                            Map.of("id", "C" + i, "name", "Carla", "roles", List.of("economic-buyer"))),
                                    event(
                                            EventType.SIGNAL,
                                            Optional.of(id),
                                            Map.of("signal", "budget-discussed", "contact", "C" + i))));
            deal = ((EventResult.Accepted) taken.getFirst()).subject().orElseThrow();
            StoredDecision decision = decide();
            Claim.Send claim = (Claim.Send) claim("alike-" + i, decision);
            store.deliveries().confirm(tenant, claim.outbox(), "m" + i, policy, now.get());
            action = store.decisions()
                    .card(tenant, decision.card().orElseThrow())
                    .orElseThrow()
                    .positions()
                    .getFirst()
                    .action();
        }
        return action;
    }

    private Optional<EffectEvidence.Rate> advanced(String action) {
        EngineInput input = store.maker()
                .collect(
                        tenant,
                        deal,
                        store.maker().standing(tenant, deal).orElseThrow(),
                        new DecisionId(store.ids().next()),
                        now.get(),
                        Optional.of(Arm.ENGINE));
        return input.evidence()
                .of(action)
                .flatMap(effect -> effect.advanced().stream().findFirst());
    }

    @Test
    void whatNobodyLookedAtInTimeIsLookedAtByTheSweep() {
        StoredDecision decision = decide();
        Claim.Send claim = (Claim.Send) claim("k1", decision);
        store.deliveries().confirm(tenant, claim.outbox(), "m1", policy, now.get());
        Duration aDay = Duration.ofDays(1);
        assertThat(store.attributions().evaluateOverdue(tenant, now.get().minus(aDay), now.get(), 10))
                .isZero();

        // the answer was due after three working days; five and a day more have passed
        now.set(START.plus(Duration.ofDays(8)));
        assertThat(store.attributions().evaluateOverdue(tenant, now.get().minus(aDay), now.get(), 10))
                .isOne();
        assertThat(store.decisions()
                        .card(tenant, decision.card().orElseThrow())
                        .orElseThrow()
                        .positions()
                        .getFirst()
                        .rep())
                .contains(RepDisposition.IGNORED);
    }

    @Test
    void aCardIsDeliveredAnsweredAndWonAndTheReportAddsUp() {
        StoredDecision decision = decide();
        assertThat(decision.isNew()).isTrue();
        CardView card =
                store.decisions().card(tenant, decision.card().orElseThrow()).orElseThrow();
        assertThat(card.positions()).isNotEmpty().allMatch(p -> p.engine().equals("SELECTED"));

        Claim.Send claim = (Claim.Send) claim("k1", decision);
        assertThat(claim.recipient()).isEqualTo("rosa@example.com");
        store.deliveries().confirm(tenant, claim.outbox(), "m1", policy, now.get());
        store.deliveries().confirm(tenant, claim.outbox(), "m1", policy, now.get());

        AnswerResult first = answer("a1", decision.decision(), 1, RepDisposition.ACCEPTED);
        assertThat(first).isInstanceOf(AnswerResult.Recorded.class);
        assertThat(answer("a1", decision.decision(), 1, RepDisposition.ACCEPTED))
                .isInstanceOf(AnswerResult.Duplicate.class);
        assertThat(((AnswerResult.Refused) answer("a1", decision.decision(), 1, RepDisposition.EXECUTED)).code())
                .isEqualTo("reused-id");

        now.set(START.plus(Duration.ofDays(20)));
        store.intake()
                .take(
                        tenant,
                        List.of(event(
                                EventType.OUTCOME,
                                Optional.of("D1"),
                                Map.of("kind", "WON", "amount", Map.of("amount", 4800, "currency", "EUR")))));
        var standing = store.attributions().evaluate(tenant, deal, now.get());

        LoopReport report = store.reports().of(tenant, START.minusSeconds(1), now.get());
        assertThat(report.addsUp()).isTrue();
        assertThat(report.rep()).containsEntry("ACCEPTED", 1L);
        assertThat(report.observed())
                .containsEntry("won.yes", (long) card.positions().size())
                .containsEntry("advanced.yes", (long) card.positions().size());
        assertThat(report.revenue()).containsEntry("EUR", 480_000L);
        assertThat(report.deals()).containsEntry("WON", 1L);
        // a won deal waits for nothing but the answers to the alternatives, and their window has closed
        assertThat(standing.nextDue()).isEmpty();
    }

    @Test
    void theSameAnswerCountsOnceInTheStatisticsAndARetractedOutcomeIsTakenBack() {
        StoredDecision decision = deliver("k1");
        var unused = answer("a1", decision.decision(), 1, RepDisposition.ACCEPTED);
        assertThat(unused).isNotNull();
        EventEnvelope won = event(EventType.OUTCOME, Optional.of("D1"), Map.of("kind", "WON"));
        store.intake().take(tenant, List.of(won));
        var before = store.attributions().evaluate(tenant, deal, now.get());
        assertThat(sum("won")).isPositive();
        assertThat(store.attributions().evaluate(tenant, deal, now.get())).isEqualTo(before);
        long sums = sum("won");

        store.intake()
                .take(
                        tenant,
                        List.of(new EventEnvelope(
                                "crm",
                                "x" + ids++,
                                EventType.CORRECTION,
                                1,
                                tenant,
                                Optional.empty(),
                                now.get(),
                                now.get(),
                                EventEnvelope.Origin.OUTSIDE,
                                "c",
                                Map.of("event", won.id(), "retract", true))));
        assertThat(store.attributions().evaluate(tenant, deal, now.get())).isNotNull();

        assertThat(sums).isPositive();
        assertThat(sum("won")).isZero();
        assertThat(sum("accepted")).isEqualTo(1);
    }

    @Test
    void theCapHoldsOverCardsOfOneDayAndStartsAnewTheNextDay() {
        deliver("k1");
        int shown = delivered();
        assertThat(shown).isBetween(1, 3);
        for (int i = 0; i < 3; i++) {
            // other actions than before: the first ones are dismissed
            var views = store.decisions().latestCard(tenant, deal).orElseThrow();
            for (CardView.Position position : views.positions()) {
                if (position.rep().isPresent()) {
                    assertThat(dismiss("d" + ids++, views.decision(), position.position()))
                            .isNotNull();
                }
            }
            now.set(now.get().plus(Duration.ofMinutes(30)));
            StoredDecision next = decide();
            if (next.isNew()) {
                deliverIfAllowed("k" + (i + 2), next);
            }
            assertThat(delivered()).isLessThanOrEqualTo(3);
        }
        now.set(START.plus(Duration.ofDays(1)));
        StoredDecision tomorrow = decide();
        if (tomorrow.isNew()) {
            deliverIfAllowed("k9", tomorrow);
            assertThat(delivered()).isGreaterThan(3);
        }
    }

    @Test
    void aDecisionReplaysToTheSameBytesAfterAThousandLaterOutcomes() {
        StoredDecision decision = deliver("k1");
        var unused = answer("a1", decision.decision(), 1, RepDisposition.ACCEPTED);
        assertThat(unused).isNotNull();
        List<EventEnvelope> later = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            later.add(event(EventType.SIGNAL, Optional.of("D1"), Map.of("signal", "pricing-discussed")));
            later.add(event(EventType.DEAL, Optional.of("other-" + i), Map.of("stage", "Discovery")));
            later.add(event(EventType.OUTCOME, Optional.of("other-" + i), Map.of("kind", i % 2 == 0 ? "WON" : "LOST")));
            later.add(event(EventType.OUTCOME, Optional.of("other-" + i), Map.of("kind", "REOPENED")));
        }
        later.add(event(EventType.OUTCOME, Optional.of("D1"), Map.of("kind", "LOST")));
        store.intake().take(tenant, later);

        Replay replay = store.decisions()
                .replay(tenant, decision.decision(), Engine.current(), (t, v) -> CatalogueReader.standard())
                .orElseThrow();

        assertThat(replay.note()).isEmpty();
        assertThat(replay.replayedHash()).isEqualTo(replay.recordedHash());
        assertThat(replay.same()).isTrue();
    }

    @Test
    void aPlantedHoleInTheLedgerIsRefusedByTheDatabase() {
        StoredDecision decision = deliver("k1");
        // the application role may not even try to take a candidate away; the owner is stopped by the trigger
        assertThatThrownBy(() -> store.database()
                        .doInTenant(
                                tenant,
                                t -> t.deleteFrom(CANDIDATE)
                                        .where(CANDIDATE.DECISION_ID.eq(
                                                decision.decision().value()))
                                        .execute()))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() ->
                        POSTGRES.asOwner("delete from candidate where decision_id = '" + decision.decision() + "'"))
                .hasStackTraceContaining("may not be removed");
        assertThatThrownBy(() -> POSTGRES.asOwner("delete from attribution where decision_id = '" + decision.decision()
                        + "'; delete from rep_disposition where decision_id = '" + decision.decision() + "'"))
                .hasStackTraceContaining("exactly the delivered");
        assertThatThrownBy(() ->
                        POSTGRES.asOwner("update decision set candidates_total = candidates_total + 1 where id = '"
                                + decision.decision() + "'"))
                .hasStackTraceContaining("considered");
    }

    @Test
    void answersToWhatIsNotTheirsOrNotDeliveredOrTooLateAreRefusedWithAReason() {
        StoredDecision decision = decide();
        assertThat(((AnswerResult.Refused) answer("a0", decision.decision(), 1, RepDisposition.ACCEPTED)).code())
                .isEqualTo("not-delivered");
        deliverIfAllowed("k1", decision);
        Answer mine = new Answer(
                "a1",
                decision.decision(),
                1,
                RepDisposition.ACCEPTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now.get());
        assertThat(((AnswerResult.Refused) store.answers()
                                .record(
                                        tenant,
                                        mine,
                                        Optional.of(new nextbest.identity.RepId(UUID.randomUUID())),
                                        "api",
                                        "x"))
                        .code())
                .isEqualTo("not-yours");
        now.set(START.plus(Duration.ofDays(100)));
        assertThat(((AnswerResult.Refused) answer("a2", decision.decision(), 1, RepDisposition.ACCEPTED)).code())
                .isEqualTo("expired");
        assertThat(((AnswerResult.Refused) answer("a3", new DecisionId(UUID.randomUUID()), 1, RepDisposition.ACCEPTED))
                        .code())
                .isEqualTo("unknown-decision");
    }

    @Test
    void nothingIsSentInShadowNorToADomainThatIsNotAllowed() {
        StoredDecision decision = decide();
        DeliveryPolicy elsewhere =
                new DeliveryPolicy(3, java.util.Set.of("other.com"), policy.afterUncertainty(), policy.windows());
        assertThat(store.deliveries()
                        .claim(
                                tenant,
                                "k1",
                                rep(),
                                List.of(decision.card().orElseThrow()),
                                "mail",
                                elsewhere,
                                now.get()))
                .isEqualTo(new Claim.Skip("recipient-domain"));
        store.tenants().setMode(tenant, Tenants.Mode.SHADOW);
        assertThat(claim("k2", decision)).isEqualTo(new Claim.Skip("shadow"));
    }

    @Test
    void theSameKeyNeverSendsTwoDifferentThings() {
        StoredDecision decision = decide();
        Claim.Send first = (Claim.Send) claim("k1", decision);
        Claim.Send retry = (Claim.Send) claim("k1", decision);
        assertThat(retry.outbox()).isEqualTo(first.outbox());
        assertThat(retry.attempt()).isEqualTo(2);
        store.deliveries().confirm(tenant, first.outbox(), "m1", policy, now.get());
        assertThat(claim("k1", decision)).isEqualTo(new Claim.Skip("sent"));
        // and a card that is being sent is not sent under another key
        assertThat(claim("k2", decision)).isEqualTo(new Claim.Skip("nothing-left"));
    }

    @Test
    void anOutcomeIsLearnedWithTheNewsItselfAndSoIsItsRetraction() {
        deliver("k1");
        EventEnvelope won = event(EventType.OUTCOME, Optional.of("D1"), Map.of("kind", "WON"));
        assertThat(sum("won")).isZero();
        store.intake().take(tenant, List.of(won));
        // nobody has evaluated anything but the intake
        assertThat(sum("won")).isEqualTo(delivered());
        store.intake()
                .take(
                        tenant,
                        List.of(new EventEnvelope(
                                "crm",
                                "x" + ids++,
                                EventType.CORRECTION,
                                1,
                                tenant,
                                Optional.empty(),
                                now.get(),
                                now.get(),
                                EventEnvelope.Origin.OUTSIDE,
                                "c",
                                Map.of("event", won.id(), "retract", true))));
        assertThat(sum("won")).isZero();
    }

    @Test
    void whatWasAcceptedIsNotProposedAgainTheNextDay() {
        StoredDecision decision = deliver("k1");
        assertThat(answer("a1", decision.decision(), 1, RepDisposition.ACCEPTED))
                .isInstanceOf(AnswerResult.Recorded.class);
        now.set(START.plus(Duration.ofHours(1)));
        StoredDecision later = decide();
        assertThat(later.card()).isEqualTo(decision.card());
        assertThat(later.isNew()).isFalse();
    }

    @Test
    void aCardThatWaitsSaysWhatTheNewestDecisionRestsOn() {
        decide();
        pricingDiscussed();
        now.set(START.plus(Duration.ofHours(1)));
        DecisionId id = new DecisionId(store.ids().next());
        DecisionMaker.Standing standing = store.maker().standing(tenant, deal).orElseThrow();
        EngineInput input = store.maker().collect(tenant, deal, standing, id, now.get(), Optional.of(Arm.ENGINE));
        List<String> newest = store.maker().decide(input).card().getFirst().why().stream()
                .map(reason -> reason.text().key())
                .toList();

        StoredDecision later = decide(id);

        assertThat(store.decisions()
                        .card(tenant, later.card().orElseThrow())
                        .orElseThrow()
                        .content()
                        .why())
                .extracting(reason -> reason.text().key())
                .containsExactlyInAnyOrderElementsOf(newest);
    }

    /** A worker dies between storing and saying so: what is said the second time must still bring the card to the rep. */
    @Test
    void aCardThatNeverWentOutIsStillToBePresentedWhenTheDecisionThatKeptItIsStoredTwice() {
        StoredDecision first = decide();
        DecisionId again = new DecisionId(store.ids().next());
        StoredDecision kept = decide(again);
        assertThat(kept.card()).isEqualTo(first.card());
        assertThat(kept.isNew()).isTrue();
        assertThat(decide(again)).isEqualTo(kept);
    }

    @Test
    void aCardThatWentOutIsNotPresentedAgainByStoringItsDecisionTwice() {
        DecisionId id = new DecisionId(store.ids().next());
        StoredDecision decision = decide(id);
        Claim.Send claim = (Claim.Send) claim("k1", decision);
        var _ = store.deliveries()
                .confirm(
                        tenant,
                        claim.outbox(),
                        "message",
                        store.tenants().settings(tenant).deliveryPolicy(),
                        now.get());
        assertThat(decide(id).isNew()).isFalse();
    }

    @Test
    void aCardWhoseTimeIsOverMakesRoomForANewOne() {
        StoredDecision decision = deliver("k1");
        now.set(START.plus(Duration.ofDays(15)));
        StoredDecision later = decide();
        assertThat(store.decisions()
                        .card(tenant, decision.card().orElseThrow())
                        .orElseThrow()
                        .state())
                .isEqualTo(CardView.State.EXPIRED);
        assertThat(later.isNew()).isTrue();
        assertThat(later.card()).isNotEqualTo(decision.card());
    }

    @Test
    void aCardThatFailedForGoodIsReplacedAndItsCapIsGivenBack() {
        StoredDecision decision = decide();
        Claim.Send claim = (Claim.Send) claim("k1", decision);
        store.deliveries().fail(tenant, claim.outbox(), "550 no such mailbox");
        assertThat(decide().isNew()).isTrue();
        Integer taken = store.database().inTenant(tenant, t -> t.fetchCount(nextbest.store.schema.Tables.CAP_UNIT));
        assertThat(taken).isZero();
    }

    @Test
    void whatAnotherCardShowsTooStaysCountedWhenTheFirstOneFails() {
        Claim.Send first = (Claim.Send) claim("k1", decide());
        Set<String> before = capUnits();
        now.set(now.get().plus(Duration.ofMinutes(30)));
        pricingDiscussed();
        StoredDecision second = decide();
        Claim.Send other = (Claim.Send) claim("k2", second);
        store.deliveries().confirm(tenant, other.outbox(), "m2", policy, now.get());
        assertThat(capUnits()).as("some of it stands on both cards").containsAnyElementsOf(before);

        store.deliveries().fail(tenant, first.outbox(), "550 no such mailbox");

        assertThat(capUnits()).hasSize(delivered());
        Short used =
                store.database().inTenant(tenant, t -> t.fetchValue(CAP_DAY.USED, CAP_DAY.SUBJECT_ID.eq(deal.value())));
        assertThat(used).isEqualTo((short) delivered());
    }

    @Test
    void aRefusalAfterAnAttemptOfUnknownEndGivesNothingBack() {
        StoredDecision decision = decide();
        assertThat(claim("k1", decision)).isInstanceOf(Claim.Send.class);
        Claim.Send again = (Claim.Send) claim("k1", decision);
        Set<String> taken = capUnits();
        store.deliveries().fail(tenant, again.outbox(), "550 no such mailbox");
        assertThat(capUnits()).isNotEmpty().isEqualTo(taken);
    }

    private Set<String> capUnits() {
        return store.database()
                .inTenant(tenant, t -> t.select(CAP_UNIT.UNIT).from(CAP_UNIT).fetchSet(CAP_UNIT.UNIT));
    }

    @Test
    void aMailThatWasOnItsWayWhenTheDealClosedCountsAsDelivered() {
        StoredDecision decision = decide();
        Claim.Send claim = (Claim.Send) claim("k1", decision);
        store.decisions().withdraw(tenant, deal, "closed");
        store.deliveries().confirm(tenant, claim.outbox(), "m1", policy, now.get());
        assertThat(delivered()).isPositive();
        assertThat(store.reports()
                        .of(tenant, START.minusSeconds(1), now.get().plusSeconds(1))
                        .addsUp())
                .isTrue();
    }

    @Test
    void atMostOnceGivesUpWhatItDoesNotKnowAndLeavesNothingSelected() {
        StoredDecision decision = decide();
        assertThat(claim("k1", decision)).isInstanceOf(Claim.Send.class);
        DeliveryPolicy once = new DeliveryPolicy(
                policy.cap(),
                policy.recipientDomains(),
                DeliveryPolicy.AfterUncertainty.AT_MOST_ONCE,
                policy.windows());
        assertThat(store.deliveries()
                        .claim(tenant, "k1", rep(), List.of(decision.card().orElseThrow()), "mail", once, now.get()))
                .isEqualTo(new Claim.Skip("uncertain"));
        Integer selected =
                store.database().inTenant(tenant, t -> t.fetchCount(CANDIDATE, CANDIDATE.DISPOSITION.eq("SELECTED")));
        assertThat(selected).isZero();
        assertThat(store.deliveries().waiting(tenant, rep(), 10)).isEmpty();
    }

    @Test
    void aRetryDoesNotSendACardThatWasWithdrawnMeanwhile() {
        StoredDecision decision = decide();
        assertThat(claim("k1", decision)).isInstanceOf(Claim.Send.class);
        store.decisions().withdraw(tenant, deal, "closed");
        assertThat(claim("k1", decision)).isEqualTo(new Claim.Skip("nothing-left"));
    }

    @Test
    void aDeadLetterIsReadByAPersonAndSentAgainUnderItsOldKey() {
        DeadLetters letters = new DeadLetters(store.database(), store.time());
        StoredDecision decision = decide();
        Claim.Send first = (Claim.Send) claim("card-1", decision);
        store.deliveries().fail(tenant, first.outbox(), "550 no such user");
        assertThat(claim("card-1", decision)).isEqualTo(new Claim.Skip("dead"));
        assertThat(letters.list(tenant, 10)).singleElement().satisfies(letter -> {
            assertThat(letter.state()).isEqualTo("DEAD");
            assertThat(letter.error()).contains("550 no such user");
            assertThat(letter.cards()).containsExactly(decision.card().orElseThrow());
        });

        assertThat(letters.sendAgain(tenant, first.outbox(), now.get())).contains(List.of(deal));
        Claim.Send second = (Claim.Send) claim("card-1", decision);
        assertThat(second.outbox()).isEqualTo(first.outbox());
        assertThat(second.attempt()).isEqualTo(2);
        store.deliveries().confirm(tenant, second.outbox(), "m1", policy, now.get());
        assertThat(delivered()).isPositive();
        assertThat(letters.list(tenant, 10)).isEmpty();
        assertThat(letters.sendAgain(tenant, first.outbox(), now.get()))
                .as("it arrived")
                .isEmpty();
        assertThat(store.reports()
                        .of(tenant, START.minusSeconds(1), now.get().plusSeconds(1))
                        .addsUp())
                .isTrue();
    }

    @Test
    void aDeadLetterWhoseCardWasWithdrawnIsNotSentAgain() {
        DeadLetters letters = new DeadLetters(store.database(), store.time());
        StoredDecision decision = decide();
        Claim.Send first = (Claim.Send) claim("card-1", decision);
        store.deliveries().fail(tenant, first.outbox(), "550 no such user");
        store.decisions().withdraw(tenant, deal, "closed");
        assertThat(letters.sendAgain(tenant, first.outbox(), now.get())).contains(List.of());
        assertThat(claim("card-1", decision)).isEqualTo(new Claim.Skip("dead"));
        assertThat(letters.list(tenant, 10)).isEmpty();
    }

    @Test
    void whatIsSwitchedOffAfterItWasDecidedDoesNotGoOut() {
        StoredDecision decision = decide();
        String main = store.decisions()
                .card(tenant, decision.card().orElseThrow())
                .orElseThrow()
                .positions()
                .getFirst()
                .action();
        assertThat(store.deliveries()
                        .claim(
                                tenant,
                                "card-1",
                                rep(),
                                List.of(decision.card().orElseThrow()),
                                "mail",
                                withoutAction(main),
                                now.get()))
                .isEqualTo(new Claim.Skip("nothing-left"));
        Integer selected =
                store.database().inTenant(tenant, t -> t.fetchCount(CANDIDATE, CANDIDATE.DISPOSITION.eq("SELECTED")));
        assertThat(selected).isZero();
        assertThat(store.reports()
                        .of(tenant, START.minusSeconds(1), now.get().plusSeconds(1))
                        .addsUp())
                .isTrue();
    }

    @Test
    void switchingOffAnotherActionChangesNothing() {
        StoredDecision decision = decide();
        assertThat(store.deliveries()
                        .claim(
                                tenant,
                                "card-1",
                                rep(),
                                List.of(decision.card().orElseThrow()),
                                "mail",
                                withoutAction("an-action-that-is-not-on-the-card"),
                                now.get()))
                .isInstanceOf(Claim.Send.class);
    }

    private DeliveryPolicy withoutAction(String action) {
        return store.tenants()
                .settings(tenant)
                .withSwitchedOff(new java.util.TreeSet<>(List.of(action)))
                .deliveryPolicy();
    }

    private StoredDecision deliver(String key) {
        StoredDecision decision = decide();
        deliverIfAllowed(key, decision);
        return decision;
    }

    private void deliverIfAllowed(String key, StoredDecision decision) {
        if (decision.card().isPresent() && claim(key, decision) instanceof Claim.Send send) {
            store.deliveries().confirm(tenant, send.outbox(), "m-" + key, policy, now.get());
        }
    }

    private Claim claim(String key, StoredDecision decision) {
        return store.deliveries()
                .claim(tenant, key, rep(), List.of(decision.card().orElseThrow()), "mail", policy, now.get());
    }

    private nextbest.identity.RepId rep() {
        return store.maker().standing(tenant, deal).orElseThrow().rep().orElseThrow();
    }

    private StoredDecision decide() {
        return decide(new DecisionId(store.ids().next()));
    }

    private StoredDecision decide(DecisionId id) {
        DecisionMaker.Standing standing = store.maker().standing(tenant, deal).orElseThrow();
        EngineInput input = store.maker().collect(tenant, deal, standing, id, now.get(), Optional.of(Arm.ENGINE));
        return store.decisions()
                .store(
                        tenant,
                        new NewDecision(
                                input,
                                store.maker().decide(input),
                                new CardId(store.ids().next()),
                                standing.rep(),
                                "news",
                                NewDecision.Mode.LIVE,
                                "DISCOVERY",
                                Segments.of(input.deal()),
                                now.get().plus(Duration.ofDays(14)),
                                "c"));
    }

    private AnswerResult answer(String id, DecisionId decision, int position, RepDisposition said) {
        return store.answers()
                .record(
                        tenant,
                        new Answer(
                                id,
                                decision,
                                position,
                                said,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                now.get()),
                        Optional.of(rep()),
                        "api",
                        "test");
    }

    private AnswerResult dismiss(String id, DecisionId decision, int position) {
        return store.answers()
                .record(
                        tenant,
                        new Answer(
                                id,
                                decision,
                                position,
                                RepDisposition.DISMISSED,
                                Optional.of(DismissReason.NOT_RELEVANT),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                now.get()),
                        Optional.of(rep()),
                        "api",
                        "test");
    }

    private int delivered() {
        Integer count =
                store.database().inTenant(tenant, t -> t.fetchCount(CANDIDATE, CANDIDATE.DISPOSITION.eq("DELIVERED")));
        return count;
    }

    private long sum(String column) {
        return store.database()
                .inTenant(
                        tenant,
                        t -> t.fetchSingle("select coalesce(sum(" + column + "), 0) from statistic")
                                .get(0, Long.class));
    }

    private EventEnvelope event(EventType type, Optional<String> about, Map<String, Object> data) {
        return new EventEnvelope(
                "crm",
                "e" + ids++,
                type,
                1,
                tenant,
                about.map(id -> new SubjectRef(SubjectRef.Kind.DEAL, "crm", id)),
                now.get(),
                now.get(),
                EventEnvelope.Origin.OUTSIDE,
                "c",
                data);
    }
}
