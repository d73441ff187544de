package nextbest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import nextbest.outcome.Observation;
import org.junit.jupiter.api.Test;

/** Early signs foretell late results, and make room for them. */
class ForesightTest {
    private static final List<Double> CONTEXT = Collections.nCopies(DealContext.NAMES.size(), 0.0);
    private static final List<ExampleOutcome> EARLY = List.of(
            ExampleOutcome.NO_OBSERVATION,
            ExampleOutcome.NOT_TAKEN,
            ExampleOutcome.VIEWED,
            ExampleOutcome.ACCEPTED,
            ExampleOutcome.EXECUTED,
            ExampleOutcome.REPLIED);
    private static final int OLD = 600;
    private static final int YOUNG = 612;

    @Test
    void whatWasTakenUpCountsAsWhatThoseLikeItCameTo() {
        List<Example> past = new ArrayList<>();
        // of 400 accepted and 400 refused ones 40 % and 10 % moved on; of those that did, half were won, of the others
        // none
        for (int i = 0; i < 400; i++) {
            past.add(settled(i, ExampleOutcome.ACCEPTED, i % 10 < 4, i % 2 == 0));
            past.add(settled(1_000 + i, ExampleOutcome.NOT_TAKEN, i % 10 < 1, i % 20 == 0));
        }
        ModelParameters told = told(Foresight.learn(past));

        // drawn towards the 25 % of all by 20 cases: (160 + 5) / 420 = .393 and (40 + 5) / 420 = .107
        assertThat(told.foresight().advances().get(2)).isEqualTo(393);
        assertThat(told.foresight().advances().get(0)).isEqualTo(107);
        // 100 of 200 that moved on were won, none of 600 that did not: all .125; (100 + 2.5) / 220 = .466, 2.5 / 620 =
        // .004
        assertThat(told.foresight().winsMoving()).isEqualTo(466);
        assertThat(told.foresight().winsStaying()).isEqualTo(4);
        // moved on: .466 · 825 + .534 · 650 = 731.6; not: .004 · 825 + .996 · 100 = 102.9; .393 · 731.6 + .607 · 102.9
        // = 350
        assertThat(reward(told, waiting(ExampleOutcome.ACCEPTED))).isEqualTo(350);
        assertThat(reward(told, waiting(ExampleOutcome.NOT_TAKEN))).isLessThan(100);
        // the late result takes the place of what was foretold
        assertThat(reward(
                        told,
                        new Progress(
                                ExampleOutcome.ACCEPTED,
                                false,
                                Observation.NO,
                                Observation.NO,
                                OptionalDouble.empty())))
                .isEqualTo(100);
    }

    @Test
    void whatHasBecomeKnownOfYoungMonthsIsWhatWentFastAndTeachesNothing() {
        List<Example> past = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            past.add(settled(i, ExampleOutcome.ACCEPTED, i % 10 < 1, false));
            // of the young ones only the quick successes are known: nine of ten wait
            past.add(
                    i % 10 < 1
                            ? example(
                                    YOUNG,
                                    1_000 + i,
                                    progress(ExampleOutcome.ACCEPTED, Observation.YES, Observation.PENDING))
                            : example(
                                    YOUNG,
                                    1_000 + i,
                                    progress(ExampleOutcome.ACCEPTED, Observation.PENDING, Observation.PENDING)));
        }
        // 10 % of the old ones; with the young ones' 40 of 40 it would be 18 %
        assertThat(Foresight.learn(past).advances().get(2)).isEqualTo(100);
        // the twin: the same once the young ones' results are all in
        past.replaceAll(e -> e.progress().advanced() == Observation.PENDING
                ? example(
                        e.month(),
                        (int) e.decision().getLeastSignificantBits(),
                        progress(ExampleOutcome.ACCEPTED, Observation.YES, Observation.PENDING))
                : e);
        assertThat(Foresight.learn(past).advances().get(2)).isEqualTo(550);
    }

    @Test
    void withFewResultsNothingIsForetoldAndWhatIsOpenCountsAsItIs() {
        List<Example> past = new ArrayList<>();
        for (int i = 0; i < 49; i++) {
            past.add(settled(i, ExampleOutcome.ACCEPTED, true, true));
        }
        assertThat(Foresight.learn(past)).isEqualTo(Foresight.none());
        assertThat(Foresight.learn(List.of())).isEqualTo(Foresight.none());
        assertThat(reward(told(Foresight.none()), waiting(ExampleOutcome.ACCEPTED)))
                .isEqualTo(100);
        past.add(settled(49, ExampleOutcome.ACCEPTED, true, true));
        assertThat(Foresight.learn(past)).isNotEqualTo(Foresight.none());
    }

    @Test
    void whileAFurtherSignMayComeItCountsAsAtLeastThat() {
        List<Example> past = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            past.add(settled(i, ExampleOutcome.ACCEPTED, i % 10 < 1, false));
            past.add(settled(1_000 + i, ExampleOutcome.EXECUTED, i % 10 < 5, false));
        }
        Foresight learned = Foresight.learn(past);
        // accepted and never done: (10 + 6) / 120 = .133; accepted and perhaps still to be done: 60 of 200, which is
        // all: .3
        assertThat(learned.advances().get(2)).isEqualTo(133);
        assertThat(learned.advancesAtLeast().get(2)).isEqualTo(300);
        assertThat(learned.advancesAtLeast().get(0))
                .isEqualTo(learned.advances().get(0));
    }

    @Property(tries = 200)
    void theOrderOfThePastDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Example> past = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            past.add(example(OLD + random.nextInt(4), i, any(random)));
        }
        Foresight one = Foresight.learn(past);
        Collections.shuffle(past, random);
        assertThat(Foresight.learn(past)).isEqualTo(one);
    }

    @Property(tries = 500)
    void rewardsStayOnTheScaleAndAFurtherSignIsNeverWorthLess(@ForAll long seed) {
        Random random = new Random(seed);
        Foresight foresight = new Foresight(
                List.of(100, 100, 200, 300, 400), List.of(100, 100, 250, 350, 400), random.nextInt(200), 500);
        ModelParameters told = told(foresight);
        Progress progress = any(random);
        told.reward(progress).ifPresent(reward -> assertThat(reward).isBetween(0, 1000));
        if (progress.early() == ExampleOutcome.ACCEPTED) {
            Progress further = new Progress(
                    ExampleOutcome.EXECUTED,
                    progress.earlyOpen(),
                    progress.advanced(),
                    progress.won(),
                    progress.amount());
            assertThat(reward(told, further)).isGreaterThanOrEqualTo(reward(told, progress));
        }
    }

    @Test
    void eachGradeIsWorthMoreThanTheOneBeforeAndALargerWinMoreThanASmallerOne() {
        ModelParameters p = ModelParameters.beforeTraining();
        int before = -1;
        for (ExampleOutcome grade : ExampleOutcome.values()) {
            if (grade != ExampleOutcome.NO_OBSERVATION) {
                int now = reward(p, Progress.settled(grade));
                assertThat(now).as(grade.name()).isGreaterThan(before);
                before = now;
            }
        }
        // between an advance, 650, and the best, 1000, half-way for the usual 10,000
        assertThat(before).isEqualTo(825);
        assertThat(reward(p, won(10_000))).isEqualTo(825);
        assertThat(reward(p, won(0))).isEqualTo(650);
        // 650 + 350 · 30 / 40
        assertThat(reward(p, won(30_000))).isEqualTo(913);
        assertThat(reward(p, won(1e12))).isEqualTo(1000);
    }

    @Test
    void whatNobodyCouldAnswerTeachesNothingUnlessTheDealMoved() {
        ModelParameters told =
                told(new Foresight(List.of(100, 100, 200, 300, 400), List.of(100, 100, 250, 350, 400), 0, 500));
        assertThat(told.reward(waiting(ExampleOutcome.NO_OBSERVATION))).isEmpty();
        assertThat(told.reward(progress(ExampleOutcome.NO_OBSERVATION, Observation.NO, Observation.NO)))
                .isEmpty();
        // .5 · 825 + .5 · 650
        assertThat(reward(told, progress(ExampleOutcome.NO_OBSERVATION, Observation.YES, Observation.PENDING)))
                .isCloseTo(738, within(1));
    }

    @Test
    void amountsAreComparedWithinOneCurrencyOnly() {
        ModelParameters usual = ModelParameters.beforeTraining()
                .with(new TreeMap<>(Map.of("EUR", 20_000.0, "JPY", 3_000_000.0)), "EUR");
        // the usual win of each currency lies half-way between an advance (650) and the best (1,000)
        assertThat(reward(usual, won(20_000, "EUR"))).isEqualTo(825);
        assertThat(reward(usual, won(3_000_000, "JPY"))).isEqualTo(825);
        // three times as much: 650 + 350 * 3 / 4
        assertThat(reward(usual, won(9_000_000, "JPY"))).isEqualTo(913);
        assertThat(reward(usual, won(9_000_000, "KRW")))
                .as("nothing is known of wins in this currency")
                .isEqualTo(825);
    }

    private static Progress won(double amount, String currency) {
        return new Progress(
                ExampleOutcome.EXECUTED, false, Observation.YES, Observation.YES, OptionalDouble.of(amount), currency);
    }

    @Test
    void aVersionOfBeforeSeenAndAnsweredWereToldApartMeansWhatItMeant() {
        ModelParameters p = ModelParameters.beforeTraining();
        ModelParameters old = new ModelParameters(
                p.contextVersion(),
                p.mean(),
                p.scale(),
                p.priorReward(),
                p.actionPrior(),
                p.sharedPrior(),
                0,
                p.optimism(),
                p.explorationScale(),
                List.of(0, 100, 250, 650, 1000),
                null,
                null,
                null,
                null);
        assertThat(reward(old, Progress.settled(ExampleOutcome.VIEWED))).isZero();
        assertThat(reward(old, Progress.settled(ExampleOutcome.REPLIED))).isEqualTo(250);
        assertThat(old.forecasts()).isEqualTo(ForecastMap.unchanged());
        assertThatThrownBy(() -> new Foresight(List.of(0, 0, 0, 0), List.of(0, 0, 0, 0, 0), 0, 0))
                .hasMessageContaining("advances must be 5 numbers");
        assertThatThrownBy(() -> new Foresight(List.of(0, 0, 0, 0, 1001), List.of(0, 0, 0, 0, 0), 0, 0))
                .hasMessageContaining("0 to 1000 thousandths, but is 1001");
    }

    private static Progress any(Random random) {
        ExampleOutcome early = EARLY.get(random.nextInt(EARLY.size()));
        Observation[] observations = {Observation.PENDING, Observation.NO, Observation.YES};
        Observation won = observations[random.nextInt(3)];
        return new Progress(
                early,
                random.nextBoolean(),
                observations[random.nextInt(3)],
                won,
                won == Observation.YES && random.nextBoolean()
                        ? OptionalDouble.of(random.nextInt(100_000))
                        : OptionalDouble.empty());
    }

    private static ModelParameters told(Foresight foresight) {
        return ModelParameters.beforeTraining().with(10_000, foresight, ForecastMap.unchanged());
    }

    private static int reward(ModelParameters parameters, Progress progress) {
        return parameters.reward(progress).orElseThrow();
    }

    private static Progress waiting(ExampleOutcome early) {
        return progress(early, Observation.PENDING, Observation.PENDING);
    }

    private static Progress won(double amount) {
        return new Progress(
                ExampleOutcome.EXECUTED, false, Observation.YES, Observation.YES, OptionalDouble.of(amount));
    }

    private static Progress progress(ExampleOutcome early, Observation advanced, Observation won) {
        return new Progress(early, false, advanced, won, OptionalDouble.empty());
    }

    private static Example settled(int i, ExampleOutcome early, boolean advanced, boolean won) {
        return example(
                OLD,
                i,
                progress(
                        early,
                        advanced ? Observation.YES : Observation.NO,
                        advanced && won ? Observation.YES : Observation.NO));
    }

    private static Example example(int month, int i, Progress progress) {
        return new Example(new UUID(3, i), 1, "a", CONTEXT, month, progress);
    }
}
