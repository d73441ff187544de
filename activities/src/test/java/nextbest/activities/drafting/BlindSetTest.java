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
import nextbest.recommendation.grounding.Objection;
import org.junit.jupiter.api.Test;

/** The check on what was written without a look at it: further lies, and further ways to tell the truth. */
class BlindSetTest {
    private static final int PER_OPERATOR = 12;

    private final GroundingCheck check = GroundingCheck.english();
    private final Styles styles = Styles.further();
    private final List<Dossier> cards =
            SampleCards.all().stream().map(SampleCards.Sample::dossier).toList();

    @Test
    void noLieOfTheBlindSetGetsThrough() {
        Random random = new Random(23);
        Map<String, Integer> told = new TreeMap<>();
        List<String> escaped = new ArrayList<>();
        List<Styles> all = List.of(new Styles(), styles);
        BlindOperators.all().forEach((name, operator) -> {
            for (int attempt = 0; attempt < 600 && told.getOrDefault(name, 0) < PER_OPERATOR; attempt++) {
                Dossier own = cards.get(random.nextInt(cards.size()));
                Dossier other = cards.get(random.nextInt(cards.size()));
                Styles table = all.get(random.nextInt(2));
                Optional<Draft> draft = table.draft(own, random.nextInt(table.count()));
                if (draft.isEmpty()) {
                    continue;
                }
                Draft.Sentence truth =
                        draft.get().why().get(random.nextInt(draft.get().why().size()));
                Draft alone = new Draft(List.of(truth), List.of());
                if (!check.check(own, alone).isEmpty()) {
                    continue;
                }
                Optional<String> lie = operator.lie(truth.text(), own, other, random)
                        .filter(text -> own.items().stream()
                                .noneMatch(i -> own.spoken(i).equals(text)));
                if (lie.isEmpty()) {
                    continue;
                }
                told.merge(name, 1, Integer::sum);
                if (check.check(own, new Draft(List.of(new Draft.Sentence(lie.get(), truth.restsOn())), List.of()))
                        .isEmpty()) {
                    escaped.add(name + ": " + lie.get() + "   <- " + truth.text());
                }
            }
        });
        int total = told.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(
                "blind lies: " + total + " of " + told.size() + " operators, " + escaped.size() + " escaped");
        assertThat(escaped).as("of %s lies", total).isEmpty();
        assertThat(total).isGreaterThanOrEqualTo(500);
    }

    /** When it was first measured, 1,143 of 2,316 sentences passed; the lexicon has learned since. */
    @Test
    void mostCorrectSentencesOfFurtherStylesGetThrough() {
        int written = 0;
        int passed = 0;
        Map<String, Integer> refused = new TreeMap<>();
        for (Dossier card : cards) {
            for (int style = 0; style < styles.count(); style++) {
                for (Draft.Sentence sentence :
                        styles.draft(card, style).map(Draft::why).orElse(List.of())) {
                    written++;
                    List<Objection> objections = check.check(card, new Draft(List.of(sentence), List.of()));
                    if (objections.isEmpty()) {
                        passed++;
                    } else {
                        refused.merge(
                                objections.getFirst().reason() + " "
                                        + objections.getFirst().offence() + " in: "
                                        + sentence.text().replaceAll("\\d+", "9"),
                                1,
                                Integer::sum);
                    }
                }
            }
        }
        assertThat(passed)
                .as("let through of %s; refused: %s", written, refused)
                .isGreaterThanOrEqualTo(written * 85 / 100);
    }
}
