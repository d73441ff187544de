package nextbest.store.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence.Contrast;
import org.junit.jupiter.api.Test;

class WithAndWithoutTest {
    private static final long NOW = SimulatedPast.NOW.getEpochSecond();
    private static final long WINDOW = Duration.ofDays(30).toSeconds();
    private static final int SEEDS = 300;

    @Test
    void whereTheActionDoesNothingNothingIsClaimed() {
        int silentOften = 0;
        int silentFast = 0;
        int toldFast = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            WithAndWithout comparison = comparison(new SimulatedPast(400, 1), seed);
            WithAndWithout.Result often =
                    comparison.moreOften(SimulatedPast.ACTION).orElseThrow();
            silentOften += often.low() <= 0 && 0 <= often.high() ? 1 : 0;
            Optional<WithAndWithout.Result> fast = comparison.faster(SimulatedPast.ACTION);
            toldFast += fast.isPresent() ? 1 : 0;
            silentFast += fast.filter(r -> r.low() > 1 || r.high() < 1).isEmpty() ? 1 : 0;
        }
        assertThat(silentOften).isGreaterThanOrEqualTo((int) (0.95 * SEEDS));
        assertThat(silentFast).isGreaterThanOrEqualTo((int) (0.95 * SEEDS));
        assertThat(toldFast).isGreaterThan(SEEDS / 2);
    }

    @Test
    void aRealEffectIsSeen() {
        int often = 0;
        int fast = 0;
        for (int seed = 0; seed < 40; seed++) {
            WithAndWithout comparison = comparison(new SimulatedPast(1500, 3), seed);
            often += comparison.moreOften(SimulatedPast.ACTION).orElseThrow().low() > 0 ? 1 : 0;
            fast += comparison
                            .faster(SimulatedPast.ACTION)
                            .filter(r -> r.high() < 1)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(often).isGreaterThanOrEqualTo(36);
        assertThat(fast).isGreaterThanOrEqualTo(36);
    }

    @Test
    void theSameDealsWithoutMatchingWouldMislead() {
        // the negative twin of the first test: ever with against never with, over all sizes, on data without any effect
        int wrong = 0;
        for (int seed = 0; seed < 20; seed++) {
            PastVisits visits = new PastVisits(new SimulatedPast(1500, 1).of(seed), StageKind.PROPOSAL, NOW);
            boolean[] with = new boolean[visits.count()];
            visits.actions.get(SimulatedPast.ACTION).first().forEach(act -> with[act.visit()] = true);
            int[] n = new int[2];
            int[] moved = new int[2];
            for (int v = 0; v < visits.count(); v++) {
                int group = with[v] ? 1 : 0;
                if (visits.observed(v, 0, WINDOW)) {
                    n[group]++;
                    moved[group] += visits.advancedWithin(v, 0, WINDOW) ? 1 : 0;
                }
            }
            double p1 = (double) moved[1] / n[1];
            double p0 = (double) moved[0] / n[0];
            double error = Math.sqrt(p1 * (1 - p1) / n[1] + p0 * (1 - p0) / n[0]);
            wrong += Math.abs(p1 - p0) > 1.96 * error ? 1 : 0;
        }
        assertThat(wrong).isEqualTo(20);
    }

    @Test
    void tooFewDealsSayNothing() {
        WithAndWithout comparison = comparison(new SimulatedPast(30, 3), 1);
        assertThat(comparison.moreOften(SimulatedPast.ACTION)).isEmpty();
        assertThat(comparison.faster(SimulatedPast.ACTION)).isEmpty();
        assertThat(comparison.moreOften("never-done")).isEmpty();
    }

    @Test
    void whatHappenedLaterIsNotLookedAt() {
        PastDeals past = new SimulatedPast(800, 3).of(7);
        long then = SimulatedPast.NOW.minus(Duration.ofDays(120)).getEpochSecond();
        PastVisits visits = new PastVisits(past, StageKind.PROPOSAL, then);
        PastVisits now = new PastVisits(past, StageKind.PROPOSAL, NOW);
        assertThat(visits.count()).isLessThan(now.count());
        for (int v = 0; v < visits.count(); v++) {
            assertThat(visits.length[v]).isLessThanOrEqualTo(visits.watched[v]);
        }
        visits.actions
                .get(SimulatedPast.ACTION)
                .first()
                .forEach(act -> assertThat(act.at()).isLessThanOrEqualTo(visits.watched[act.visit()]));
    }

    @Test
    void pastDealsGiveOnlyAssociations() {
        PastActions actions = new PastActions(new SimulatedPast(1500, 3).of(3), NOW);
        Contrast contrast =
                actions.moreOften(SimulatedPast.ACTION, StageKind.PROPOSAL).orElseThrow();
        assertThat(contrast.design()).isEqualTo(nextbest.recommendation.EvidenceDesign.OBSERVED);
        assertThat(contrast.nWith()).isGreaterThanOrEqualTo(WithAndWithout.ENOUGH);
    }

    private static WithAndWithout comparison(SimulatedPast past, int seed) {
        return new WithAndWithout(new PastVisits(past.of(seed), StageKind.PROPOSAL, NOW), WINDOW);
    }
}
