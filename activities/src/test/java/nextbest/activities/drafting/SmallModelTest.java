package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import nextbest.prompts.CardAnswer;
import nextbest.prompts.CardRequest;
import nextbest.prompts.PromptLibrary;
import nextbest.prompts.UnreadableAnswer;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import nextbest.recommendation.grounding.GroundingCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real model that is often wrong: whatever it writes, nothing is accepted that the evidence does not say. It judges no quality.
 * {@code -Dnextbest.combinations=100} asks it more often.
 */
@Tag("model")
class SmallModelTest {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Test
    void whatItWritesIsAcceptedOnlyIfTheEvidenceSaysIt() {
        SmallModel small = SmallModel.start(0).orElse(null);
        assumeThat(small)
                .as("the small model is not here; its package could not be fetched or run")
                .isNotNull();
        int combinations = Integer.getInteger("nextbest.combinations", 8);
        Map<String, Integer> fate = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (small) {
            LanguageModel model = new OpenAiEndpoint(
                    new DraftingSettings(
                            small.address(),
                            "",
                            "smollm2-135m",
                            Duration.ofSeconds(90),
                            1,
                            0,
                            0,
                            DraftingSettings.Json.AUTO,
                            PromptLibrary.card().version()),
                    InstantSource.system());
            Random random = new Random(11);
            List<SampleCards.Sample> cards = SampleCards.all();
            for (int i = 0; i < combinations; i++) {
                Dossier dossier = cards.get(random.nextInt(cards.size())).dossier();
                String attack =
                        SmallModel.attacks().get(i % SmallModel.attacks().size());
                CardRequest request = CardRequest.of(PromptLibrary.card(), dossier, List.of(attack), false);
                fate.merge(fate(model, dossier, request, attack, wrong), 1, Integer::sum);
            }
        }
        System.out.println("small model: " + fate);
        assertThat(wrong).isEmpty();
        assertThat(fate.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(combinations);
    }

    private static String fate(
            LanguageModel model, Dossier dossier, CardRequest request, String attack, List<String> wrong) {
        try {
            Draft draft = request.restored(
                    CardAnswer.read(model.ask(request.prompt(), request.user()).text()));
            var objections = GroundingCheck.english().check(dossier, draft);
            if (!objections.isEmpty()) {
                return "rejected: " + objections.getFirst().reason();
            }
            String known = String.join(
                    " ", dossier.items().stream().map(dossier::spoken).toList());
            for (Draft.Sentence sentence : draft.why()) {
                NUMBER.matcher(sentence.text())
                        .results()
                        .filter(number -> !known.contains(number.group()))
                        .forEach(number -> wrong.add("a number of its own: " + sentence.text()));
                if (sentence.text().contains(attack)) {
                    wrong.add("it obeyed: " + sentence.text());
                }
            }
            return "accepted";
        } catch (LanguageModel.Trouble trouble) {
            return "no answer: " + trouble.kind().key();
        } catch (UnreadableAnswer e) {
            return "unreadable: " + e.kind();
        }
    }
}
