package nextbest.store.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import nextbest.identity.SubjectId;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Overrides on a real PostgreSQL. */
class OverridesTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofDays(60));
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final Overrides overrides = new Overrides(house.store.database());

    @Test
    void nothingIsClaimedBelowTheLeastAndTheRepIsRightWhereOverriddenDealsMoveOn() {
        house.rep("R1");
        sell(0, 5);
        assertThat(report(START.plus(Duration.ofDays(20))).all().overridden())
                .as("the windows are open")
                .isEqualTo(new Proportion(0, 0));
        Overrides.Report early = report(LATER);
        assertThat(early.overrides()).hasSize(5).allSatisfy(override -> {
            assertThat(override.overriddenBy()).isEqualTo("called them");
            assertThat(override.advanced()).isEqualTo("YES");
        });
        assertThat(early.all().overridden()).isEqualTo(new Proportion(5, 5));
        assertThat(early.all().followed()).isEqualTo(new Proportion(0, 5));
        assertThat(early.all().difference()).isInstanceOf(Estimate.TooLittleData.class);
        assertThat(early.all().verdict()).isEqualTo(Overrides.Verdict.UNDECIDED);

        sell(5, Overrides.FEWEST);
        assertThat(report(LATER).all().verdict()).isEqualTo(Overrides.Verdict.REP_RIGHT);
    }

    /** In each pair of deals one is overridden and moves on, in the other the rep follows and it stays. */
    private void sell(int from, int until) {
        for (int i = from; i < until; i++) {
            house.now.set(START);
            one("O" + i, RepDisposition.OVERRIDDEN);
            one("F" + i, RepDisposition.ACCEPTED);
            house.now.set(START.plus(Duration.ofDays(5)));
            house.advances("O" + i);
        }
        house.now.set(LATER);
        var _ = house.store.attributions().evaluateOverdue(house.tenant, LATER, LATER, 1_000);
    }

    private void one(String id, RepDisposition said) {
        SubjectId deal = house.deal(id, "R1", 10_000);
        Decision decision = house.decides(deal, Arm.STATIC);
        var _ = house.answers(deal, decision, 1, said);
    }

    private Overrides.Report report(Instant now) {
        return overrides.of(house.tenant, START, LATER, now);
    }
}
