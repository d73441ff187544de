package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import org.junit.jupiter.api.Test;

/**
 * The check on two further halves of correct sentences and lies, all written before anybody looked at the checker for them. The
 * first half taught it; the second was measured untouched once and has taught it a few kinds since. {@code docs/drafting.md} has what was measured first.
 */
class UnseenSetTest {
    private static final int PER_OPERATOR = 12;

    private final GroundingCheck check = GroundingCheck.english();
    private final Sayings first = new Sayings("unseen-first.txt");
    private final Sayings second = new Sayings("unseen-second.txt");
    private final List<Dossier> cards =
            SampleCards.all().stream().map(SampleCards.Sample::dossier).toList();

    /** How many of how many. */
    private record Measured(int passed, int of) {}

    @Test
    void almostAllCorrectSentencesOfTheFirstHalfGetThrough() {
        Measured sentences = measured("first half", first);
        assertThat(sentences.passed()).isGreaterThanOrEqualTo(sentences.of() * 95 / 100);
    }

    @Test
    void nineOfTenCorrectSentencesOfTheSecondHalfGetThrough() {
        Measured sentences = measured("second half", second);
        assertThat(sentences.of()).isGreaterThan(2000);
        assertThat(sentences.passed()).isGreaterThanOrEqualTo(sentences.of() * FLOOR / 100);
    }

    /** A little below what was measured, 93 %; the aim is 95. */
    private static final int FLOOR = 91;

    @Test
    void noLieOfTheFirstHalfGetsThrough() {
        assertThat(escaped("first", UnseenOperators.first())).isEmpty();
    }

    @Test
    void noLieOfTheSecondHalfGetsThrough() {
        assertThat(escaped("second", UnseenOperators.second())).isEmpty();
    }

    private Measured measured(String name, Sayings sayings) {
        int written = 0;
        int passed = 0;
        int drafts = 0;
        int whole = 0;
        for (Dossier card : cards) {
            for (String style : sayings.styles()) {
                Optional<Draft> draft = sayings.draft(card, style);
                if (draft.isEmpty()) {
                    continue;
                }
                int before = written - passed;
                for (Draft.Sentence sentence : draft.get().why()) {
                    written++;
                    passed += passes(card, sentence, false) ? 1 : 0;
                }
                for (Draft.Sentence sentence : draft.get().how()) {
                    written++;
                    passed += passes(card, sentence, true) ? 1 : 0;
                }
                drafts++;
                whole += written - passed == before ? 1 : 0;
            }
        }
        System.out.println("correct, " + name + ": " + passed + " of " + written + " sentences, " + whole + " of "
                + drafts + " whole drafts, " + sayings.styles().size() + " styles");
        return new Measured(passed, written);
    }

    private boolean passes(Dossier card, Draft.Sentence sentence, boolean step) {
        return check.check(
                        card, step ? new Draft(List.of(), List.of(sentence)) : new Draft(List.of(sentence), List.of()))
                .isEmpty();
    }

    private List<String> escaped(String half, Map<String, Operators.Operator> operators) {
        Random random = new Random(41);
        List<Sayings> tables = List.of(first, second);
        Map<String, Integer> told = new TreeMap<>();
        List<String> escaped = new ArrayList<>();
        operators.forEach((name, operator) -> {
            for (int attempt = 0; attempt < 2000 && told.getOrDefault(name, 0) < PER_OPERATOR; attempt++) {
                Dossier own = cards.get(random.nextInt(cards.size()));
                Dossier other = cards.get(random.nextInt(cards.size()));
                Sayings table = tables.get(random.nextInt(2));
                Optional<Draft> draft = table.draft(
                        own, table.styles().get(random.nextInt(table.styles().size())));
                boolean step = random.nextInt(5) == 0;
                List<Draft.Sentence> part =
                        draft.map(d -> step ? d.how() : d.why()).orElse(List.of());
                if (part.isEmpty()) {
                    continue;
                }
                Draft.Sentence truth = part.get(random.nextInt(part.size()));
                Optional<String> lie = passes(own, truth, step)
                        ? operator.lie(truth.text(), own, other, random)
                                .filter(text -> own.items().stream()
                                        .noneMatch(item -> own.spoken(item).equals(text)))
                        : Optional.empty();
                if (lie.isPresent()) {
                    told.merge(name, 1, Integer::sum);
                    if (passes(own, new Draft.Sentence(lie.get(), truth.restsOn()), step)) {
                        escaped.add(name + ": " + lie.get() + "   <- " + truth.text());
                    }
                }
            }
        });
        System.out.println("lies, " + half + " half: "
                + told.values().stream().mapToInt(Integer::intValue).sum() + " of " + told.size() + " operators, "
                + escaped.size() + " escaped");
        return escaped;
    }
}
