package nextbest.store.model;

import static nextbest.store.schema.Tables.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.model.ForecastMap;
import nextbest.model.ModelParameters;
import nextbest.model.TrainingReport;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.json.RecordJson;
import nextbest.store.report.FairnessReport;
import nextbest.store.report.FairnessReports;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Retraining on a real PostgreSQL, from decisions that were made, delivered and answered. */
class RetrainingsTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);

    @Test
    void aModelIsDueOnceAMonthAndOnlyWhereSomethingWasDelivered() {
        assertThat(due()).isFalse();
        sell(2);
        assertThat(due()).isTrue();

        Retrainings.Settled settled = retrain();

        assertThat(settled).isEqualTo(new Retrainings.Settled(1, false, false, 0));
        assertThat(due()).isFalse();
        house.now.set(START.plus(Duration.ofDays(31)));
        assertThat(due()).isTrue();
    }

    @Test
    void aTrainingOnThePastIsRefusedWithAReportAndIsOneVersionHoweverOftenItIsTried() {
        sell(70);
        UUID id = house.store.retrainings().newId();
        int first = house.store.retrainings().train(house.tenant, id, "asked", house.now.get());
        int again = house.store.retrainings().train(house.tenant, id, "asked", house.now.get());
        assertThat(again).isEqualTo(first);
        Retrainings.Settled settled = house.store.retrainings().settle(house.tenant, id, house.now.get());
        assertThat(house.store.retrainings().settle(house.tenant, id, house.now.get()))
                .isEqualTo(settled);

        TrainingReport report = house.store.models().report(house.tenant, first).orElseThrow();
        // three recommendations on each card
        assertThat(report.recommendations()).isEqualTo(210);
        assertThat(report.decisions()).isEqualTo(70);
        assertThat(report.promoted()).isFalse();
        assertThat(report.inWords()).anyMatch(line -> line.startsWith("NOT PROMOTED"));
        assertThat(house.store.models().all(house.tenant)).singleElement().satisfies(version -> {
            assertThat(version.state()).isIn(ModelVersion.State.REFUSED, ModelVersion.State.CHALLENGER);
            assertThat(version.reason()).doesNotStartWith("trained");
        });

        FairnessReport audit = new FairnessReports(house.store.database())
                .of(house.tenant, START.minusSeconds(1), house.now.get().plusSeconds(1));
        assertThat(audit.lines()).anySatisfy(line -> {
            assertThat(line.kind()).isEqualTo("amount");
            assertThat(line.rate()).isEqualTo("accepted");
            assertThat(line.finding().group()).isEqualTo("under-100k");
            assertThat(line.finding().cases().trials()).isEqualTo(210);
        });
    }

    @Test
    void aChallengerDecidesInTheShadowAndChangesNothingThatIsShown() {
        sell(20);
        UUID id = house.store.retrainings().newId();
        // trained, and not settled: a challenger
        assertThat(house.store.retrainings().train(house.tenant, id, "test", house.now.get()))
                .isEqualTo(1);
        SubjectId deal = house.deal("NEXT", "R1", 10_000);

        Decision decision = house.decides(deal, Arm.ENGINE);

        assertThat(decision.evidenceVersion()).contains("+0@");
        assertThat(house.store.models().shadow(house.tenant, id).decisions()).isEqualTo(1);
        assertThat(house.store.models().shadow(house.tenant, UUID.randomUUID()).decisions())
                .isZero();
    }

    @Test
    @Tag("long")
    void aChallengerThatIsReallyBetterIsPromotedWithAReportAndDecides() {
        // the champion's priors expect no differences between actions, so that it finds none
        champion(stubborn());
        // what rules show first hardly ever moves a deal on, what contradicts it nearly always
        sell(
                600,
                (random, actions) -> random.nextDouble()
                        < (actions.contains("offer-pilot") ? 0.95 : actions.contains("generate-quote") ? 0.02 : 0.5));

        Retrainings.Settled settled = retrain();

        String said = report(settled);
        assertThat(settled).as(said).isEqualTo(new Retrainings.Settled(2, true, false, 2));
        assertThat(said).startsWith("PROMOTED").contains("offer-pilot");
        assertThat(house.store.models().all(house.tenant))
                .extracting(ModelVersion::state)
                .containsExactly(ModelVersion.State.CHAMPION, ModelVersion.State.DEMOTED);
        // from the next decision on, decisions name the version that they were made with
        SubjectId next = house.deal("NEXT", "R1", 10_000);
        assertThat(house.decides(next, Arm.ENGINE).evidenceVersion()).contains("+2@");
    }

    @Test
    @Tag("long")
    void aPastOfPureNoisePromotesNothingAndClaimsNothing() {
        champion(stubborn());
        sell(600, (random, actions) -> random.nextDouble() < 0.3);

        Retrainings.Settled settled = retrain();

        String said = report(settled);
        assertThat(settled).as(said).isEqualTo(new Retrainings.Settled(2, false, false, 1));
        assertThat(said).startsWith("NOT PROMOTED").contains("no effect is claimed");
    }

    @Test
    void aDemotionTakesTheChampionBackAndTheUntrainedModelDecides() {
        sell(2);
        champion(stubborn());
        UUID id = house.store.retrainings().newId();
        var _ = house.store.retrainings().train(house.tenant, id, "test", house.now.get());
        // what a training with the past of RetrainingTest in the catalogue's tests would have found
        house.store
                .database()
                .doInTenant(
                        house.tenant,
                        transaction -> transaction.execute(
                                "update model set report = jsonb_set(report, '{demotion}', '\"rule scores alone would have earned more\"') where id = ?",
                                id));

        Retrainings.Settled settled = house.store.retrainings().settle(house.tenant, id, house.now.get());

        assertThat(settled).isEqualTo(new Retrainings.Settled(2, false, true, 0));
        assertThat(house.store.models().champion(house.tenant)).isEmpty();
        assertThat(house.store.models().all(house.tenant))
                .filteredOn(version -> version.number() == 1)
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.state()).isEqualTo(ModelVersion.State.DEMOTED);
                    assertThat(version.reason()).contains("rule scores alone");
                });
    }

    @Test
    void whatDecidesIsBroughtUpToDateAsAVersionOfItsOwnAndOnlyOnce() {
        sell(2);
        UUID id = house.store.retrainings().newId();
        var _ = house.store.retrainings().train(house.tenant, id, "test", house.now.get());
        ModelParameters plain = ModelParameters.beforeTraining();
        ModelParameters corrected = plain.with(plain.usualWin(), plain.foresight(), new ForecastMap(-0.5, 0.9));
        // what a training would have found whose champion foresaw too much (RetrainingTest in the catalogue's tests)
        house.store
                .database()
                .doInTenant(
                        house.tenant,
                        transaction -> transaction.execute(
                                "update model set report = jsonb_set(report, '{kept}', ?::jsonb) where id = ?",
                                RecordJson.jsonb(corrected).data(),
                                id));

        Retrainings.Settled settled = house.store.retrainings().settle(house.tenant, id, house.now.get());

        assertThat(settled).isEqualTo(new Retrainings.Settled(1, false, false, 2));
        assertThat(house.store.retrainings().settle(house.tenant, id, house.now.get()))
                .isEqualTo(settled);
        assertThat(house.store.models().all(house.tenant)).hasSize(2);
        assertThat(house.store.models().champion(house.tenant).orElseThrow().parameters())
                .isEqualTo(corrected);
        assertThat(house.decides(house.deal("NEXT", "R1", 10_000), Arm.ENGINE).evidenceVersion())
                .contains("+2@");
    }

    private String report(Retrainings.Settled settled) {
        return String.join(
                "\n",
                house.store
                        .models()
                        .report(house.tenant, settled.number())
                        .orElseThrow()
                        .inWords());
    }

    private static ModelParameters stubborn() {
        ModelParameters p = ModelParameters.beforeTraining();
        return new ModelParameters(
                p.contextVersion(),
                p.mean(),
                p.scale(),
                p.priorReward(),
                0.01,
                0.01,
                0,
                p.optimism(),
                p.explorationScale(),
                p.rewards());
    }

    /** Version 1 decides with these parameters, as if it had been promoted long ago. */
    private void champion(ModelParameters parameters) {
        UUID id = house.store.retrainings().newId();
        assertThat(house.store.retrainings().train(house.tenant, id, "test", house.now.get()))
                .isEqualTo(1);
        byte[] body = RecordJson.bytes(parameters);
        house.store
                .database()
                .doInTenant(
                        house.tenant,
                        transaction -> transaction
                                .update(MODEL)
                                .set(MODEL.BODY, body)
                                .set(MODEL.HASH, RecordJson.hash(body))
                                .set(MODEL.STATE, ModelVersion.State.CHAMPION.name())
                                .where(MODEL.TENANT.eq(house.tenant.value()), MODEL.ID.eq(id))
                                .execute());
    }

    private interface Result {
        /** Whether a deal moves on after a card with these actions. */
        boolean of(Random random, List<String> actions);
    }

    /** Cards of chance are delivered and dismissed; some deals move on within the window all the same. */
    private void sell(int deals, Result result) {
        Random random = new Random(7);
        house.rep("R1");
        for (int i = 0; i < deals; i++) {
            SubjectId deal = house.deal("D" + i, "R1", 10_000);
            Decision decision = house.decides(deal, Arm.RANDOM_ELIGIBLE);
            List<String> shown = decision.slate().candidates().stream()
                    .map(key -> decision.candidate(key).orElseThrow().action())
                    .toList();
            for (int position = 1; position <= shown.size(); position++) {
                house.answers(deal, decision, position, RepDisposition.DISMISSED);
            }
            house.now.set(house.now.get().plusSeconds(600));
            if (result.of(random, shown)) {
                house.advances("D" + i);
            }
        }
    }

    private boolean due() {
        return house.store.retrainings().due(house.now.get()).stream()
                .anyMatch(due -> due.tenant().equals(house.tenant));
    }

    private Retrainings.Settled retrain() {
        UUID id = house.store.retrainings().newId();
        var _ = house.store.retrainings().train(house.tenant, id, "monthly", house.now.get());
        return house.store.retrainings().settle(house.tenant, id, house.now.get());
    }

    private void sell(int deals) {
        house.rep("R1");
        for (int i = 0; i < deals; i++) {
            SubjectId deal = house.deal("D" + i, "R1", 10_000);
            Decision decision = house.decides(deal, Arm.RANDOM_ELIGIBLE);
            for (int position = 1; position <= decision.slate().candidates().size(); position++) {
                house.answers(
                        deal,
                        decision,
                        position,
                        (i + position) % 3 == 0 ? RepDisposition.ACCEPTED : RepDisposition.DISMISSED);
            }
            house.now.set(house.now.get().plusSeconds(60));
        }
    }
}
