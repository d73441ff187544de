package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import nextbest.recommendation.grounding.Objection;
import org.junit.jupiter.api.Test;

/** A check that refuses everything is no check: correct drafts of real decisions get through, in each of twelve styles. */
class CorrectDraftsTest {
    private final GroundingCheck check = GroundingCheck.english();
    private final Styles styles = new Styles();
    private final List<SampleCards.Sample> cards = SampleCards.all();

    @Test
    void atLeastNineteenOfTwentyCorrectDraftsGetThrough() {
        int written = 0;
        int passed = 0;
        Map<String, Integer> refused = new TreeMap<>();
        int[] passedByStyle = new int[Styles.COUNT];
        int[] writtenByStyle = new int[Styles.COUNT];
        for (int c = 0; c < cards.size(); c++) {
            Dossier dossier = cards.get(c).dossier();
            for (int style = c % 3; style < Styles.COUNT; style += 3) {
                int of = style;
                List<Draft> drafts = new ArrayList<>();
                styles.draft(dossier, of).ifPresent(drafts::add);
                for (Draft draft : drafts) {
                    written++;
                    writtenByStyle[of]++;
                    List<Objection> objections = check.check(dossier, draft);
                    if (objections.isEmpty()) {
                        passed++;
                        passedByStyle[of]++;
                    }
                    for (Objection o : objections) {
                        refused.merge(o.reason() + " " + o.offence() + " in: " + sentence(draft, o), 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(written).isGreaterThanOrEqualTo(200);
        assertThat(passed)
                .as("let through of %s; refused: %s", written, refused)
                .isGreaterThanOrEqualTo((written * 95 + 99) / 100);
        for (int style = 0; style < Styles.COUNT; style++) {
            assertThat(writtenByStyle[style])
                    .as("drafts in style %s", style + 1)
                    .isPositive();
            assertThat(passedByStyle[style])
                    .as("let through in style %s", style + 1)
                    .isGreaterThanOrEqualTo(writtenByStyle[style] * 9 / 10);
        }
    }

    private static String sentence(Draft draft, Objection objection) {
        String[] where = objection.where().split(" ", -1);
        List<Draft.Sentence> part = where[0].equals("why") ? draft.why() : draft.how();
        return part.get(Integer.parseInt(where[1]) - 1).text();
    }

    /** The words of the catalogue themselves are a style, too: a text that is repeated is said by the evidence. */
    @Test
    void theEvidenceItselfGetsThrough() {
        for (SampleCards.Sample card : cards) {
            Dossier dossier = card.dossier();
            for (Dossier.Item item : dossier.items()) {
                Draft.Sentence said = new Draft.Sentence(dossier.spoken(item), List.of(item.id()));
                Draft draft = item.kind() == Dossier.Kind.STEP
                        ? new Draft(List.of(), List.of(said))
                        : new Draft(List.of(said), List.of());
                assertThat(check.check(dossier, draft)).as(said.text()).isEmpty();
            }
        }
    }
}
