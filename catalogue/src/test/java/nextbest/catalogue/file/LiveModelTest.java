package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.LearnedValues;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.DecisionId;
import nextbest.model.DealContext;
import nextbest.model.Example;
import nextbest.model.ExampleOutcome;
import nextbest.model.ForecastMap;
import nextbest.model.LiveModel;
import nextbest.model.ModelParameters;
import nextbest.model.ProductNews;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.SubFactor;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

/** The live model on the standard catalogue, by itself and in the engine. */
class LiveModelTest {
    private static final int MONTH = 675;
    private static final List<String> ACTIONS =
            Deals.CATALOGUE.actions().keySet().stream().toList();

    @Test
    void whatBringsMoreIsToldFromTheRestAndKeepsItsDistance() {
        String good = "send-demo-recap";
        // every action advances 15 % of its deals, the good one 45 %
        LiveModel model = learned(examples(6_000, 1, action -> action.equals(good) ? 0.45 : 0.15));

        LearnedValues values = model.values(context(0));

        LearnedValues.Value value = values.of(good).orElseThrow();
        // an advance is worth 0.65: the good action brings 0.65 · 0.30 = 0.195 more than the others
        assertThat(value.overall().estimate()).isBetween(0.10, 0.26);
        assertThat(value.overall().certain()).isTrue();
        assertThat(value.n()).isBetween(50L, 250L);
        assertThat(ACTIONS.stream()
                        .filter(action ->
                                values.of(action).orElseThrow().overall().certain()))
                .containsExactly(good);
    }

    @Test
    void aFewDozenCasesOfAFewActionsAreEnoughForALargeDifference() {
        List<String> few = ACTIONS.subList(10, 17);
        LiveModel model = model();
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            String action = few.get(i % few.size());
            double chance = action.equals(few.getFirst()) ? 1 : 0.35;
            model.accept(withOutcome(
                    example(i, action, 2),
                    random.nextDouble() < chance ? ExampleOutcome.ADVANCED : ExampleOutcome.NOT_TAKEN));
            if (i % 3 == 0) {
                model.refresh(MONTH);
            }
        }
        model.refresh(MONTH);
        LearnedValues.Value best = model.values(context(2)).of(few.getFirst()).orElseThrow();
        // 0.65 for certain, less a typical 0.65 · (0.35 · 6 + 1) / 7 = 0.29: 0.36 before shrinking
        assertThat(best.here().estimate()).as("%s", best).isBetween(0.18, 0.40);
        assertThat(best.here().certain()).as("%s", best).isTrue();
    }

    @Test
    void whereNothingDiffersNothingIsClaimed() {
        int claims = 0;
        for (int seed = 0; seed < 20; seed++) {
            LiveModel model = learned(examples(1_500, seed, action -> 0.3));
            claims += (int) model.values(context(0)).values().values().stream()
                    .filter(value -> value.overall().certain() || value.here().certain())
                    .count();
        }
        // both families of claims hold for all actions at 95 %: at most 2 of 20 streams are expected to have one
        assertThat(claims).isLessThanOrEqualTo(4);
    }

    @Test
    void orderRepetitionAndLateCorrectionLeadToTheSameSums() {
        List<Example> examples = examples(300, 3, action -> 0.3);
        LiveModel one = model();
        examples.forEach(one::accept);
        LiveModel other = model();
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(5));
        shuffled.forEach(example -> other.accept(withOutcome(example, ExampleOutcome.NOT_TAKEN)));
        shuffled.forEach(other::accept);
        shuffled.forEach(other::accept);
        Example extra = withOutcome(example(9_999, ACTIONS.getFirst(), 0), ExampleOutcome.WON);
        other.accept(extra);
        other.accept(withOutcome(extra, ExampleOutcome.NO_OBSERVATION));

        assertThat(other.hash()).isEqualTo(one.hash());
        assertThat(other.size()).isEqualTo(one.size());
        // the twin: another outcome of one example is another state
        other.accept(withOutcome(examples.getFirst(), ExampleOutcome.WON));
        assertThat(other.hash()).isNotEqualTo(one.hash());
    }

    @Test
    void whenBeliefsAreReadInBetweenMovesNoHash() {
        List<Example> examples = examples(120, 3, action -> 0.3);
        LiveModel one = learned(examples);
        for (int seed = 0; seed < 20; seed++) {
            List<Example> shuffled = new ArrayList<>(examples);
            Random random = new Random(seed);
            Collections.shuffle(shuffled, random);
            LiveModel other = model();
            for (Example example : shuffled) {
                other.accept(example);
                if (random.nextInt(10) == 0) {
                    other.refresh(MONTH);
                }
            }
            assertThat(other.hash()).isEqualTo(one.hash());
        }
    }

    @Test
    void aCorrectionOfForecastsMovesThemAndLeavesTheirOrder() {
        List<Example> examples = examples(2_000, 4, action -> action.hashCode() % 3 == 0 ? 0.6 : 0.2);
        ModelParameters plain = ModelParameters.beforeTraining();
        LiveModel lower = new LiveModel(
                "2", plain.with(plain.usualWin(), plain.foresight(), new ForecastMap(-1, 0.5)), Deals.CATALOGUE);
        examples.forEach(lower::accept);
        lower.refresh(MONTH);
        Map<String, Double> before = learned(examples).expected(context(1), 1);
        Map<String, Double> after = lower.expected(context(1), 1);

        before.forEach((action, p) -> {
            double logit = Math.log(p / (1 - p));
            assertThat(after.get(action))
                    .isCloseTo(1 / (1 + Math.exp(1 - 0.5 * logit)), org.assertj.core.api.Assertions.within(1e-12));
        });
        assertThat(ranked(after)).isEqualTo(ranked(before));
    }

    private static List<String> ranked(Map<String, Double> values) {
        return values.keySet().stream()
                .sorted(java.util.Comparator.comparing(values::get))
                .toList();
    }

    @Test
    void whatDependsOnTheDealIsLearnedAsSuch() {
        String action = "send-demo-recap";
        List<Example> examples = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 6_000; i++) {
            int stage = random.nextInt(4);
            String chosen = i % 4 == 0 ? action : ACTIONS.get(random.nextInt(ACTIONS.size()));
            double chance = chosen.equals(action) ? (stage == 2 ? 0.7 : 0.1) : 0.3;
            examples.add(withOutcome(
                    example(i, chosen, stage),
                    random.nextDouble() < chance ? ExampleOutcome.ADVANCED : ExampleOutcome.NOT_TAKEN));
        }
        LiveModel model = learned(examples);

        assertThat(model.values(context(2)).of(action).orElseThrow().here().estimate())
                .isPositive();
        assertThat(model.values(context(0)).of(action).orElseThrow().here().estimate())
                .isNegative();
    }

    @Test
    void whoTheBuyerIsChangesAGainByNoMoreThanTheBand() {
        String action = "send-demo-recap";
        int size = DealContext.NAMES.indexOf("company-size");
        List<Example> examples = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < 6_000; i++) {
            double[] context = context(1);
            context[size] = i % 2 == 0 ? 1 : -1;
            String chosen = i % 3 == 0 ? action : ACTIONS.get(random.nextInt(ACTIONS.size()));
            // works with large buyers, and not with small ones
            double chance = chosen.equals(action) ? (context[size] > 0 ? 0.9 : 0.1) : 0.4;
            examples.add(new Example(
                    new UUID(3, i),
                    1,
                    chosen,
                    Arrays.stream(context).boxed().toList(),
                    MONTH,
                    random.nextDouble() < chance ? ExampleOutcome.ADVANCED : ExampleOutcome.NOT_TAKEN));
        }
        LiveModel model = learned(examples);
        double[] small = context(1);
        small[size] = -1;
        double plain = model.values(context(1)).of(action).orElseThrow().here().estimate();

        double held = model.values(small).of(action).orElseThrow().here().estimate();
        double free =
                model.valuesUnconstrained(small).of(action).orElseThrow().here().estimate();

        assertThat(free).isLessThan(plain - LiveModel.FAIR_BAND - 0.01);
        assertThat(held).isCloseTo(plain - LiveModel.FAIR_BAND, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void anActionThatTheCatalogueNoLongerHasIsLearnedFromAllTheSame() {
        LiveModel model = learned(List.of(
                withOutcome(example(1, "gone-for-good", 0), ExampleOutcome.ADVANCED),
                withOutcome(example(2, ACTIONS.getFirst(), 0), ExampleOutcome.NOT_TAKEN)));

        assertThat(model.size()).isEqualTo(2);
        assertThat(model.values(context(0)).of("gone-for-good")).isPresent();
    }

    @Test
    void withoutExamplesTheEngineDecidesByRulesAlone() {
        EffectEvidence evidence = EffectEvidence.none();
        assertThat(evidence.with(model().values(context(0)))).isEqualTo(evidence);
    }

    @Test
    void aCertainGainMovesTheScoreAndAnUncertainOneOnlyTiltsChance() {
        DealSnapshot deal = Deals.heard(Deals.at(StageKind.PROPOSAL), SignalType.DEMO_COMPLETED)
                .build();
        Candidate before = candidate(deal, EffectEvidence.none());
        Candidate certain = candidate(deal, with(new LearnedValues.Gain(0.13, 0.05, 0.2, true), 0));
        Candidate uncertain = candidate(deal, with(new LearnedValues.Gain(0.13, -0.05, 0.3, false), 0.05));
        Candidate bad = candidate(deal, with(new LearnedValues.Gain(-0.13, -0.3, 0.05, false), 0));

        assertThat(certain.score().line(SubFactor.HISTORICAL_EFFECTIVENESS).hundredths())
                .isGreaterThan(
                        before.score().line(SubFactor.HISTORICAL_EFFECTIVENESS).hundredths());
        assertThat(uncertain.score()).isEqualTo(before.score());
        assertThat(bad.score()).isEqualTo(before.score());
        assertThat(uncertain.propensity().onSlate())
                .isGreaterThanOrEqualTo(before.propensity().onSlate());
        assertThat(bad.propensity().onSlate())
                .isLessThanOrEqualTo(before.propensity().onSlate());
    }

    @Test
    void productNewsOfAnActionMakeItsOlderResultsCountForLessAndLeaveTheOthersAlone() {
        String changed = ACTIONS.getFirst();
        String other = ACTIONS.get(1);
        List<Example> examples = examples(2_000, 4, action -> action.equals(changed) ? 0.8 : 0.2);
        LiveModel before = learned(examples);
        LiveModel after = new LiveModel(
                "1",
                ModelParameters.beforeTraining(),
                Deals.CATALOGUE,
                List.of(new ProductNews(Optional.of(changed), MONTH + 1)));
        examples.forEach(after::accept);
        after.refresh(MONTH);

        // half the information, so √2 = 1.41 times the width, less what the prior and the other actions still tell
        assertThat(width(after, changed)).isBetween(1.08 * width(before, changed), 1.42 * width(before, changed));
        assertThat(width(after, other)).isBetween(0.95 * width(before, other), 1.05 * width(before, other));
        // the sums of record forget nothing
        assertThat(after.size()).isEqualTo(before.size());
    }

    private static double width(LiveModel model, String action) {
        double[] typical = new double[DealContext.NAMES.size()];
        LearnedValues.Gain gain = model.values(typical).of(action).orElseThrow().overall();
        return gain.high() - gain.low();
    }

    @Test
    void aModelOfAnotherVersionOrWithHolesIsRefused() {
        ModelParameters p = ModelParameters.beforeTraining();
        assertThatThrownBy(() -> new ModelParameters(
                        99,
                        p.mean(),
                        p.scale(),
                        p.priorReward(),
                        p.actionPrior(),
                        p.sharedPrior(),
                        0,
                        p.optimism(),
                        1,
                        p.rewards()))
                .hasMessageContaining("contextVersion")
                .hasMessageContaining("99");
        List<Double> holes = new ArrayList<>(p.mean());
        holes.set(3, Double.NaN);
        assertThatThrownBy(() -> new ModelParameters(
                        DealContext.VERSION,
                        holes,
                        p.scale(),
                        p.priorReward(),
                        p.actionPrior(),
                        p.sharedPrior(),
                        0,
                        p.optimism(),
                        1,
                        p.rewards()))
                .hasMessageContaining("mean must be finite");
    }

    private static EffectEvidence with(LearnedValues.Gain gain, double chance) {
        return EffectEvidence.none()
                .with(new LearnedValues(
                        "test",
                        1,
                        new java.util.TreeMap<>(
                                Map.of("send-demo-recap", new LearnedValues.Value(40, gain, gain, chance)))));
    }

    private static Candidate candidate(DealSnapshot deal, EffectEvidence evidence) {
        SelectionPolicy standard = SelectionPolicy.standard();
        SelectionPolicy onePlace = new SelectionPolicy(
                standard.arm(),
                standard.weights(),
                5,
                1200,
                0.02,
                1,
                standard.shownToday(),
                true,
                false,
                standard.switchedOff());
        return Engine.current()
                .decide(new EngineInput(
                        new DecisionId(Deals.uuid(7)),
                        deal,
                        Deals.CATALOGUE,
                        Organisation.silent(),
                        evidence,
                        onePlace,
                        Deals.NOW))
                .candidates()
                .stream()
                .filter(candidate -> candidate.action().equals("send-demo-recap"))
                .findFirst()
                .orElseThrow();
    }

    private static LiveModel model() {
        return new LiveModel("1", ModelParameters.beforeTraining(), Deals.CATALOGUE);
    }

    private static LiveModel learned(List<Example> examples) {
        LiveModel model = model();
        examples.forEach(model::accept);
        model.refresh(MONTH);
        return model;
    }

    private static List<Example> examples(
            int n, long seed, java.util.function.ToDoubleFunction<String> chanceToAdvance) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            boolean advanced = random.nextDouble() < chanceToAdvance.applyAsDouble(action);
            examples.add(withOutcome(
                    example(i, action, random.nextInt(4)),
                    advanced ? ExampleOutcome.ADVANCED : ExampleOutcome.NOT_TAKEN));
        }
        return examples;
    }

    private static Example example(int i, String action, int stage) {
        return new Example(
                new UUID(1, i),
                1,
                action,
                Arrays.stream(context(stage)).boxed().toList(),
                MONTH,
                ExampleOutcome.NO_OBSERVATION);
    }

    private static Example withOutcome(Example example, ExampleOutcome outcome) {
        return new Example(
                example.decision(), example.position(), example.action(), example.context(), example.month(), outcome);
    }

    /** A deal of which nothing is known but its stage. */
    private static double[] context(int stage) {
        double[] x = new double[DealContext.NAMES.size()];
        x[stage] = 1;
        return x;
    }
}
