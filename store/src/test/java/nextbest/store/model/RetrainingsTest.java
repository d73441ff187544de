package nextbest.store.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.model.TrainingReport;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.report.FairnessReport;
import nextbest.store.report.FairnessReports;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
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
