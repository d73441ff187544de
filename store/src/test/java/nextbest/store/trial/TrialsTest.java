package nextbest.store.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.identity.SubjectId;
import nextbest.learning.statistics.Estimate;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Trials on a real PostgreSQL, from the plan to what may be said. */
class TrialsTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final Trials trials = new Trials(house.store.database());
    private final TrialResults results = new TrialResults(house.store.database());

    @Test
    void decisionsAreMadeInTheArmOfTheTrialUntilItEnds() {
        house.rep("R1");
        Trial trial = start(List.of(new Trial.Share(Arm.NONE, 1), new Trial.Share(Arm.STATIC, 1)));
        Map<Arm, Integer> seen = new EnumMap<>(Arm.class);
        for (int i = 0; i < 12; i++) {
            SubjectId deal = house.deal("D" + i, "R1", 10_000);
            Arm arm = house.decides(deal).arm();
            seen.merge(arm, 1, Integer::sum);
            assertThat(house.decides(deal).arm()).as("the same again").isEqualTo(arm);
        }
        // 12 coins that all fall on one side: 2 in 4096, and the ids of a fresh database differ from run to run
        assertThat(seen).containsKeys(Arm.NONE, Arm.STATIC);

        house.now.set(START.plus(Duration.ofHours(1)));
        trials.stop(house.tenant, trial.id(), "test", house.now.get());
        assertThat(house.decides(house.deal("LATE", "R1", 10_000)).arm()).isIn(Arm.ENGINE, Arm.RANDOM_ELIGIBLE);
        assertThat(waiting(trial))
                .as("those that are left to chance are no part of it")
                .isEqualTo(seen.get(Arm.NONE) + seen.get(Arm.STATIC));
    }

    @Test
    void thereIsOneTrialAtATime() {
        List<Trial.Share> arms = List.of(new Trial.Share(Arm.NONE, 1), new Trial.Share(Arm.ENGINE, 1));
        Trial first = start(arms);
        assertThatThrownBy(() -> start(arms))
                .isInstanceOf(Trials.AlreadyRunning.class)
                .hasMessageContaining("'" + first.name() + "' is running");
        trials.stop(house.tenant, first.id(), "test", START);
        Trial second = start(arms);
        assertThat(trials.all(house.tenant)).extracting(Trial::id).contains(first.id(), second.id());
        assertThat(trials.find(house.tenant, second.id())).contains(second);
    }

    @Test
    void whatWorksInOneArmIsShownAndOnlyOnceTheWindowIsOver() {
        Trial trial = sell(Arm.ENGINE);

        house.now.set(START.plus(Duration.ofDays(29)));
        assertThat(results.of(house.tenant, trial, house.now.get())
                        .comparisons()
                        .getFirst()
                        .difference())
                .as("no window is over")
                .isInstanceOf(Estimate.TooLittleData.class);

        TrialResults.Result result = results.of(house.tenant, trial, START.plus(Duration.ofDays(31)));
        TrialResults.Comparison comparison = result.comparisons().getFirst();
        assertThat(comparison.control()).isEqualTo(Arm.STATIC);
        assertThat(comparison.isShown()).isTrue();
        assertThat(((Estimate.Measured) comparison.difference()).value()).isGreaterThan(0.5);
    }

    @Test
    void whatWorksInBothArmsAlikeShowsNoEffect() {
        Trial trial = sell(null);
        TrialResults.Comparison comparison = results.of(house.tenant, trial, START.plus(Duration.ofDays(31)))
                .comparisons()
                .getFirst();
        assertThat(comparison.difference()).isInstanceOf(Estimate.Measured.class);
        assertThat(comparison.isShown()).isFalse();
    }

    @Test
    void thePlanRestsOnTheOrganisationsOwnYear() {
        house.rep("R1");
        house.now.set(START.minus(Duration.ofDays(200)));
        for (int i = 0; i < 40; i++) {
            var _ = house.deal("P" + i, "R1", 10_000);
        }
        house.now.set(START.minus(Duration.ofDays(190)));
        for (int i = 0; i < 10; i++) {
            house.advances("P" + i);
        }
        // after the window
        house.now.set(START.minus(Duration.ofDays(100)));
        house.advances("P39");
        TrialPlanner planner = new TrialPlanner(house.store.database());
        TrialPlan plan = planner.plan(house.tenant, wish(0.3, Optional.empty()), START);

        assertThat(plan.numbers().cases()).isEqualTo(40);
        assertThat(plan.numbers().successes()).isEqualTo(10);
        assertThat(plan.design().assumptions().baseRate()).isEqualTo(0.25);
        assertThat(plan.numbers().clusters()).isEqualTo(40);
        assertThat(plan.design().accountsThere()).isEqualTo(20);
        assertThat(plan.correlationMeasured())
                .as("each deal is a cluster by itself")
                .isFalse();
    }

    @Test
    void withoutCasesOfItsOwnItAsksForTheRate() {
        TrialPlanner planner = new TrialPlanner(house.store.database());
        assertThatThrownBy(() -> planner.plan(house.tenant, wish(0.1, Optional.empty()), START))
                .isInstanceOf(TrialPlanner.NoRate.class);
        assertThat(planner.plan(house.tenant, wish(0.1, Optional.of(0.4)), START)
                        .rateGiven())
                .isTrue();
    }

    /** 70 deals; every third advances, and in the arm that works all of them. */
    private Trial sell(Arm works) {
        house.rep("R1");
        Trial trial = start(List.of(new Trial.Share(Arm.STATIC, 1), new Trial.Share(Arm.ENGINE, 1)));
        Map<String, Arm> arms = new LinkedHashMap<>();
        for (int i = 0; i < 70; i++) {
            Decision decision = house.decides(house.deal("D" + i, "R1", 10_000));
            if (trial.has(decision.arm())) {
                arms.put("D" + i, decision.arm());
            }
        }
        house.now.set(START.plus(Duration.ofDays(5)));
        Map<Arm, Integer> count = new EnumMap<>(Arm.class);
        new ArrayList<>(arms.keySet()).forEach(deal -> {
            Arm arm = arms.get(deal);
            if (count.merge(arm, 1, Integer::sum) % 3 == 0 || arm == works) {
                house.advances(deal);
            }
        });
        return trial;
    }

    private long waiting(Trial trial) {
        return results.of(house.tenant, trial, house.now.get()).arms().stream()
                .mapToLong(TrialResults.ArmResult::waiting)
                .sum();
    }

    private static TrialPlanner.Wish wish(double difference, Optional<Double> rate) {
        return new TrialPlanner.Wish(
                Trial.Cluster.CLIENT,
                Trial.Measure.ADVANCED,
                Duration.ofDays(30),
                List.of(new Trial.Share(Arm.NONE, 1), new Trial.Share(Arm.ENGINE, 1)),
                difference,
                rate,
                0.05,
                0.8);
    }

    private Trial start(List<Trial.Share> arms) {
        TrialPlan plan = new TrialPlanner(house.store.database())
                .plan(house.tenant, wish(0.3, Optional.of(0.3)), house.now.get());
        Trial trial = new Trial(
                house.store.ids().next(),
                "the loop",
                "it works",
                Trial.Cluster.CLIENT,
                arms,
                Trial.Measure.ADVANCED,
                30,
                plan,
                house.now.get(),
                "test",
                Optional.empty(),
                Optional.empty());
        trials.start(house.tenant, trial);
        return trial;
    }
}
