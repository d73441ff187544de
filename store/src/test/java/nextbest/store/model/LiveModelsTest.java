package nextbest.store.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.LearnedValues;
import nextbest.event.EventType;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.model.ExampleOutcome;
import nextbest.model.Progress;
import nextbest.outcome.Observation;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.decision.Replay;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** The live model on a real PostgreSQL: from a delivered card to the next decision. */
class LiveModelsTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);

    @Test
    void anOutcomeIsInTheNextDecisionAndItsCorrectionInTheOneAfter() {
        house.rep("R1");
        SubjectId deal = house.deal("D1", "R1", 10_000);
        assertThat(learned(deal).isNone()).isTrue();

        Decision decision = house.decides(deal, Arm.RANDOM_ELIGIBLE);
        assertThat(learned(deal).isNone()).as("delivered, and not answered").isTrue();

        String action = decision.main().orElseThrow().action();
        house.answers(deal, decision, 1, RepDisposition.DISMISSED);
        LearnedValues dismissed = learned(deal);
        assertThat(dismissed.of(action).orElseThrow().n()).isEqualTo(1);
        assertThat(dismissed.model()).startsWith("0@1-");

        house.now.set(START.plus(Duration.ofDays(5)));
        house.advances("D1");
        LearnedValues advanced = learned(deal);
        // the alternatives of the card advanced with it
        assertThat(advanced.model())
                .startsWith("0@" + decision.slate().candidates().size() + "-");
    }

    @Test
    void whatWorksRisesAndAStoredDecisionReplaysToTheSameBytesHoweverMuchWasLearnedSince() {
        house.rep("R1");
        String good = sell(30, 0);
        SubjectId next = house.deal("NEXT", "R1", 10_000);

        Decision decision = house.decides(next, Arm.ENGINE);

        assertThat(learned(next).of(good).orElseThrow().here().estimate()).isGreaterThan(0.02);
        assertThat(learned(next).values().entrySet().stream()
                        .filter(entry -> entry.getValue().n() > 0)
                        .max(Comparator.comparing(
                                entry -> entry.getValue().here().estimate()))
                        .orElseThrow()
                        .getKey())
                .isEqualTo(good);

        sell(5, 1_000);
        Replay replay = house.store
                .decisions()
                .replay(house.tenant, decision.id(), Engine.current(), (t, version) -> CatalogueReader.standard())
                .orElseThrow();
        assertThat(replay.same()).isTrue();
        assertThat(decision.evidenceVersion()).contains("+0@");
    }

    @Test
    void theSwitchTurnsItOffAtOnceAndOnAgain() {
        house.rep("R1");
        sell(10, 0);
        SubjectId next = house.deal("NEXT", "R1", 10_000);
        assertThat(learned(next).isNone()).isFalse();

        house.store.models().set(house.tenant, true, "numbers look wrong", "test", house.now.get());
        assertThat(learned(next).isNone()).isTrue();
        assertThat(house.store.models().position(house.tenant).orElseThrow().off())
                .isTrue();

        house.store.models().set(house.tenant, false, "they were right", "test", house.now.get());
        assertThat(learned(next).isNone()).isFalse();
    }

    @Test
    void productNewsWidenWhatWasLearnedUntilTheyAreTakenBack() {
        house.rep("R1");
        String good = sell(40, 0);
        house.now.set(START.plus(Duration.ofDays(40)));
        SubjectId next = house.deal("NEXT", "R1", 10_000);
        LearnedValues.Gain before = learned(next).of(good).orElseThrow().overall();

        NewsBook.Entry told =
                house.store.productNews().tell(house.tenant, Optional.of(good), "new prices", "test", house.now.get());
        LearnedValues.Gain after = learned(next).of(good).orElseThrow().overall();
        // nearer to what is expected of any action
        assertThat(after.estimate()).isLessThan(before.estimate() - 0.01);

        assertThat(house.store.productNews().takeBack(house.tenant, told.id(), house.now.get()))
                .isTrue();
        assertThat(house.store.productNews().takeBack(house.tenant, told.id(), house.now.get()))
                .isFalse();
        // not the same to the last digit: the points at which examples are expanded are found anew
        assertThat(learned(next).of(good).orElseThrow().overall().estimate())
                .isGreaterThan(after.estimate())
                .isCloseTo(before.estimate(), within(0.03));
    }

    @Test
    void aRepWhoOptedOutGetsTheBestForCertain() {
        house.rep("R1");
        house.store.models().mayExplore(house.tenant, rep(house.deal("D0", "R1", 10_000)), false);
        SubjectId deal = house.deal("D1", "R1", 10_000);

        Decision decision = house.decides(deal, Arm.ENGINE);

        assertThat(decision.slate().explorationScale()).isZero();
        assertThat(decision.slate().probability()).isEqualTo(1);
        assertThat(decision.candidates().stream()
                        .map(candidate -> candidate.propensity().onSlate())
                        .distinct())
                .containsExactlyInAnyOrder(1.0, 0.0);
    }

    @Test
    void whatTheBuyerAnswersAndWhatADealWasWonForAreLearnedAndTakenBackAgain() {
        house.rep("R1");
        SubjectId deal = house.deal("D1", "R1", 10_000);
        Decision decision = house.decides(deal, Arm.RANDOM_ELIGIBLE);
        house.now.set(START.plus(Duration.ofDays(1)));
        house.answers(deal, decision, 1, RepDisposition.EXECUTED);
        Progress done = progress(decision);
        assertThat(done.early()).isEqualTo(ExampleOutcome.EXECUTED);
        assertThat(done.earlyOpen()).isTrue();
        assertThat(done.won()).isEqualTo(Observation.PENDING);

        house.now.set(START.plus(Duration.ofDays(2)));
        house.hears("D1", EventType.ACTIVITY, Map.of("kind", "email", "direction", "inbound"));
        assertThat(progress(decision).early()).isEqualTo(ExampleOutcome.REPLIED);
        assertThat(progress(decision).earlyOpen()).isFalse();

        house.now.set(START.plus(Duration.ofDays(90)));
        house.hears(
                "D1", EventType.OUTCOME, Map.of("kind", "WON", "amount", Map.of("amount", 12_500, "currency", "EUR")));
        assertThat(progress(decision).furthest()).isEqualTo(ExampleOutcome.WON);
        assertThat(progress(decision).amount()).hasValue(12_500);

        house.now.set(START.plus(Duration.ofDays(91)));
        house.hears("D1", EventType.OUTCOME, Map.of("kind", "REOPENED"));
        assertThat(progress(decision).furthest()).isEqualTo(ExampleOutcome.REPLIED);
        assertThat(progress(decision).amount()).isEmpty();
    }

    /** What the learner reads of the main recommendation. */
    private Progress progress(Decision decision) {
        return house
                .store
                .database()
                .inTenant(house.tenant, transaction -> Examples.since(transaction, house.tenant, 0))
                .examples()
                .stream()
                .filter(example -> example.decision().equals(decision.id().value()) && example.position() == 1)
                .findFirst()
                .orElseThrow()
                .progress();
    }

    private nextbest.identity.RepId rep(SubjectId deal) {
        return house.store
                .maker()
                .standing(house.tenant, deal)
                .orElseThrow()
                .rep()
                .orElseThrow();
    }

    /** Deals whose rep does one action and dismisses all others; returns which. */
    private String sell(int deals, int from) {
        String good = "";
        for (int i = from; i < from + deals; i++) {
            SubjectId deal = house.deal("D" + i, "R1", 10_000);
            Decision decision = house.decides(deal, Arm.RANDOM_ELIGIBLE);
            List<String> shown = decision.slate().candidates().stream()
                    .map(key -> decision.candidate(key).orElseThrow().action())
                    .toList();
            if (good.isEmpty()) {
                good = decision.candidates().stream()
                        .filter(candidate -> candidate.propensity().onSlate() > 0)
                        .min(Comparator.comparing(
                                candidate -> candidate.propensity().onSlate()))
                        .orElseThrow()
                        .action();
            }
            for (int position = 1; position <= shown.size(); position++) {
                boolean works = shown.get(position - 1).equals(good);
                house.answers(deal, decision, position, works ? RepDisposition.EXECUTED : RepDisposition.DISMISSED);
            }
            house.now.set(house.now.get().plusSeconds(60));
        }
        return good;
    }

    private LearnedValues learned(SubjectId deal) {
        EngineInput input = house.store
                .maker()
                .collect(
                        house.tenant,
                        deal,
                        house.store.maker().standing(house.tenant, deal).orElseThrow(),
                        new DecisionId(house.store.ids().next()),
                        house.now.get(),
                        Optional.of(Arm.ENGINE));
        return input.evidence().learned();
    }
}
