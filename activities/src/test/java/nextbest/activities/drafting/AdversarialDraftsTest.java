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

/** Lies that are made of true drafts of real decisions: none gets through. */
class AdversarialDraftsTest {
    private static final int PER_OPERATOR = 25;

    private final GroundingCheck check = GroundingCheck.english();
    private final Styles styles = new Styles();
    private final List<SampleCards.Sample> cards = SampleCards.all();

    @Test
    void noLieGetsThrough() {
        Random random = new Random(7);
        Map<String, Integer> told = new TreeMap<>();
        List<String> escaped = new ArrayList<>();
        Operators.all().forEach((name, operator) -> {
            for (int attempt = 0; attempt < 400 && told.getOrDefault(name, 0) < PER_OPERATOR; attempt++) {
                Dossier own = cards.get(random.nextInt(cards.size())).dossier();
                Dossier other = cards.get(random.nextInt(cards.size())).dossier();
                Optional<Draft> draft = styles.draft(own, random.nextInt(Styles.COUNT));
                if (draft.isEmpty() || !check.check(own, draft.get()).isEmpty()) {
                    continue;
                }
                List<Draft.Sentence> why = new ArrayList<>(draft.get().why());
                int which = random.nextInt(why.size());
                Draft.Sentence honest = why.get(which);
                Optional<String> lie = operator.lie(honest.text(), own, other, random)
                        .filter(text -> own.items().stream()
                                .noneMatch(i -> own.spoken(i).equals(text)));
                if (lie.isEmpty()) {
                    continue;
                }
                told.merge(name, 1, Integer::sum);
                why.set(which, new Draft.Sentence(lie.get(), honest.restsOn()));
                if (check.check(own, new Draft(why, draft.get().how())).isEmpty()) {
                    escaped.add(name + ": " + lie.get() + "   <- "
                            + own.item(honest.restsOn().getFirst())
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
        long honest = cards.stream()
                .map(card -> styles.draft(card.dossier(), 0)
                        .filter(draft -> check.check(card.dossier(), draft).isEmpty()))
                .filter(Optional::isPresent)
                .count();
        assertThat(honest).isGreaterThan(cards.size() * 8L / 10);
    }
}
