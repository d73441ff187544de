package nextbest.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.Selection;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Propensity;
import nextbest.recommendation.Score;

/** What holds in every deal. */
class EnginePropertiesTest {
    private final Messages messages = Messages.english(ZoneOffset.UTC);

    @Property(tries = 10_000)
    void aDecisionFitsTogether(@ForAll long seed) {
        check(seed);
    }

    @Tag("long")
    @Property(tries = 100_000)
    void aDecisionFitsTogetherInAHundredThousandDeals(@ForAll long seed) {
        check(seed);
    }

    @Property(tries = 300)
    void theSameInputGivesTheSameDecision(@ForAll long seed) {
        assertThat(Engine.current().decide(RandomInputs.of(seed)))
                .isEqualTo(Engine.current().decide(RandomInputs.of(seed)));
    }

    @Property(tries = 200)
    void everyTextThatADecisionUsesExistsAndIsFilled(@ForAll long seed) {
        Decision decision = Engine.current().decide(RandomInputs.of(seed));
        for (Candidate candidate : decision.candidates()) {
            filled(messages.say(candidate.verdict().text()));
            candidate.verdict().evidence().forEach(evidence -> filled(messages.say(evidence.text())));
            candidate.window().reasons().forEach(evidence -> filled(messages.say(evidence.text())));
            candidate
                    .score()
                    .lines()
                    .forEach(line -> line.moves()
                            .forEach(move -> filled(messages.say(move.evidence().text()))));
        }
        for (CardContent card : decision.card()) {
            assertThat(new TerminalCard(messages).print(card).lines())
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isEqualTo(TerminalCard.WIDTH + 4));
            filled(messages.say(card.title()));
            card.how().forEach(step -> filled(messages.say(step)));
        }
    }

    private static void filled(String said) {
        // The only braces in the random data are those of a quote.
        assertThat(said.replace("{now}", "")).doesNotContain("{", "[]");
    }

    private static void check(long seed) {
        EngineInput input = RandomInputs.of(seed);
        Decision decision = Engine.current().decide(input);
        decision.candidates().forEach(candidate -> linesAddUp(candidate.score()));
        everyActionHasItsCandidatesOnce(input, decision);
        theSlateKeepsItsRules(input, decision);
        theProbabilitiesAreExact(input, decision);
        theSelectionIsThatOfTheDecision(input, decision);
    }

    private static void theSelectionIsThatOfTheDecision(EngineInput input, Decision decision) {
        Selection selection = Engine.current().select(input);
        if (!selection.slate().equals(decision.slate())) {
            fail("selected " + selection.slate() + ", but decided " + decision.slate());
        }
        for (Candidate candidate : decision.candidates()) {
            Propensity selected = selection
                    .entrant(candidate.key())
                    .map(Selection.Entrant::propensity)
                    .orElse(Propensity.ZERO);
            if (!selected.equals(candidate.propensity())) {
                fail(candidate.key() + " has " + selected + ", but in the decision " + candidate.propensity());
            }
        }
    }

    /** Plain comparisons: a fluent assertion for each of a million lines would take longer than the engine. */
    private static void linesAddUp(Score score) {
        int sum = 0;
        for (var line : score.lines()) {
            sum += line.hundredths();
        }
        List<Integer> shown = score.displayedPoints();
        int points = shown.stream().mapToInt(p -> p).sum();
        boolean close = IntStream.range(0, shown.size())
                .allMatch(
                        i -> Math.abs(shown.get(i) * 100 - score.lines().get(i).hundredths()) < 100);
        if (score.hundredths() != sum || sum < 0 || sum > 10_000 || points != score.points() || !close) {
            fail("the lines " + shown + " do not add up to " + score);
        }
    }

    private static void everyActionHasItsCandidatesOnce(EngineInput input, Decision decision) {
        Set<String> keys = decision.candidates().stream().map(Candidate::key).collect(Collectors.toSet());
        assertThat(keys).hasSameSizeAs(decision.candidates());
        assertThat(decision.candidates().stream().map(Candidate::action).distinct())
                .hasSize(input.catalogue().actions().size());
        long selected = decision.candidates().stream()
                .filter(candidate -> candidate.disposition() == Disposition.SELECTED
                        || candidate.disposition() == Disposition.WITHHELD)
                .count();
        assertThat(selected).isEqualTo(decision.slate().candidates().size());
    }

    private static void theSlateKeepsItsRules(EngineInput input, Decision decision) {
        List<Candidate> slate = decision.slate().candidates().stream()
                .map(key -> decision.candidate(key).orElseThrow())
                .toList();
        Set<String> groups = new HashSet<>();
        slate.forEach(
                candidate -> assertThat(groups.add(candidate.exclusiveGroup())).isTrue());
        long counted = slate.stream()
                .filter(candidate -> !input.policy().shownToday().contains(candidate.key()))
                .count();
        assertThat(counted).isLessThanOrEqualTo(input.policy().capLeft());
        for (int i = 1; i < slate.size(); i++) {
            Candidate before = slate.get(i - 1);
            Candidate after = slate.get(i);
            assertThat(before.mandatory() || !after.mandatory()).isTrue();
            if (before.mandatory() == after.mandatory()) {
                assertThat(before.score().hundredths())
                        .isGreaterThanOrEqualTo(after.score().hundredths());
            }
        }
        for (Candidate one : slate) {
            for (Candidate other : slate) {
                assertThat(input.catalogue().actions().get(one.action()).contradicts())
                        .doesNotContain(other.action());
            }
        }
        // No claim whose interval includes 'no effect' moves a line.
        slate.forEach(candidate -> candidate
                .score()
                .lines()
                .forEach(line -> line.moves().forEach(move -> {
                    if (move.evidence() instanceof Evidence.Learned learned
                            && (learned.id().endsWith("more-often")
                                    || learned.id().contains(":model"))) {
                        assertThat(learned.low() > 0 || learned.high() < 0).isTrue();
                    }
                })));
    }

    private static void theProbabilitiesAreExact(EngineInput input, Decision decision) {
        if (input.policy().arm() == Arm.NONE) {
            assertThat(decision.candidates())
                    .allSatisfy(candidate ->
                            assertThat(candidate.propensity().onSlate()).isZero());
            return;
        }
        double[] places = new double[3];
        for (Candidate candidate : decision.candidates()) {
            double sum = 0;
            for (int i = 0; i < candidate.propensity().atPosition().size(); i++) {
                sum += candidate.propensity().atPosition().get(i);
                places[i] += candidate.propensity().atPosition().get(i);
            }
            if (Math.abs(sum - candidate.propensity().onSlate()) > 1e-9) {
                fail("the positions of " + candidate.key() + " add up to " + sum + ", not to "
                        + candidate.propensity());
            }
        }
        // A place is taken by somebody with at most certainty, the first by far the surest.
        for (int i = 0; i < 3; i++) {
            assertThat(places[i]).isLessThanOrEqualTo(1 + 1e-9);
            assertThat(i == 0 || places[i] <= places[i - 1] + 1e-9).isTrue();
        }
        if (!decision.slate().isEmpty()) {
            assertThat(places[0]).isCloseTo(1, within(1e-9));
            assertThat(decision.slate().probability()).isGreaterThan(0);
        }
        decision.slate()
                .candidates()
                .forEach(key -> assertThat(decision.candidate(key)
                                .orElseThrow()
                                .propensity()
                                .onSlate())
                        .isGreaterThan(0)
                        .isGreaterThanOrEqualTo(decision.slate().probability() - 1e-9));
    }
}
