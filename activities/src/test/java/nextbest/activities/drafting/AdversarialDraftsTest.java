package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import org.junit.jupiter.api.Test;

/** Lies that are made of true drafts of real decisions: none gets through. */
class AdversarialDraftsTest {
    private static final int PER_OPERATOR = 25;

    private final GroundingCheck check = GroundingCheck.english();
    private final Styles styles = new Styles();
    private final List<Dossier> cards =
            SampleCards.all().stream().map(SampleCards.Sample::dossier).toList();

    private final Map<Honest, Optional<Draft>> honest = new HashMap<>();

    /** A card in a style. */
    private record Honest(int card, int style) {}

    /** The draft of a card in a style, if it gets through; checked once, since the check gives the same answer each time. */
    private Optional<Draft> honest(int card, int style) {
        return honest.computeIfAbsent(
                new Honest(card, style),
                key -> styles.draft(cards.get(card), style)
                        .filter(draft -> check.check(cards.get(card), draft).isEmpty()));
    }

    @Test
    void noLieGetsThrough() {
        Random random = new Random(7);
        Map<String, Integer> told = new TreeMap<>();
        List<String> escaped = new ArrayList<>();
        Operators.all().forEach((name, operator) -> {
            for (int attempt = 0; attempt < 400 && told.getOrDefault(name, 0) < PER_OPERATOR; attempt++) {
                int card = random.nextInt(cards.size());
                Dossier own = cards.get(card);
                Dossier other = cards.get(random.nextInt(cards.size()));
                Optional<Draft> draft = honest(card, random.nextInt(Styles.COUNT));
                if (draft.isEmpty()) {
                    continue;
                }
                List<Draft.Sentence> why = new ArrayList<>(draft.get().why());
                int which = random.nextInt(why.size());
                Draft.Sentence truth = why.get(which);
                Optional<String> lie = operator.lie(truth.text(), own, other, random)
                        .filter(text -> own.items().stream()
                                .noneMatch(i -> own.spoken(i).equals(text)));
                if (lie.isEmpty()) {
                    continue;
                }
                told.merge(name, 1, Integer::sum);
                why.set(which, new Draft.Sentence(lie.get(), truth.restsOn()));
                if (check.check(own, new Draft(why, draft.get().how())).isEmpty()) {
                    escaped.add(name + ": " + lie.get() + "   <- "
                            + own.item(truth.restsOn().getFirst())
                                    .map(own::spoken)
                                    .orElse(""));
                }
            }
        });
        int total = told.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(escaped).as("of %s lies", total).isEmpty();
        assertThat(total).isGreaterThanOrEqualTo(500);
        // few of these cards rest on something that only may be: that operator may find nothing to change
        assertThat(told.keySet()).hasSizeGreaterThanOrEqualTo(Operators.all().size() - 1);
        assertThat(Operators.BLIND.size() * 2)
                .isGreaterThanOrEqualTo(Operators.all().size());
    }

    /** The negative twin: the same drafts without the lie pass, so that it is the lie that is caught. */
    @Test
    void theSameDraftsWithoutTheLiePass() {
        long passed = IntStream.range(0, cards.size())
                .filter(card -> honest(card, 0).isPresent())
                .count();
        assertThat(passed).isGreaterThan(cards.size() * 8L / 10);
    }
}
