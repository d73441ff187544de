package nextbest.activities.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import nextbest.prompts.PromptLibrary;
import org.junit.jupiter.api.Test;

/** What {@code ./nextbest evaluate drafting} counts, against an endpoint that does what it is told. */
class DraftingEvaluationTest {
    private static final String LIE = "{\"why\": [{\"text\": \"It was signed.\", \"items\": [\"r1\"]}], \"how\": []}";

    private static List<DraftingEvaluation.Row> measured(ScriptedEndpoint endpoint, int cards) {
        DraftingSettings settings = DraftingSettings.of(endpoint.address(), "", "scripted");
        return new DraftingEvaluation(new OpenAiEndpoint(settings, () -> Instant.EPOCH), PromptLibrary.card())
                .run(cards, line -> {});
    }

    @Test
    void whatRepeatsTheEvidenceIsAcceptedOnEachCard() {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().reads(DrafterTest::firstReason)) {
            assertThat(measured(endpoint, 3)).hasSize(2).allSatisfy(row -> {
                assertThat(row.asked()).isEqualTo(3);
                assertThat(row.accepted()).isEqualTo(3);
                assertThat(row.obeyed()).isZero();
                // 400 and 100 tokens an answer
                assertThat(row.inputTokens()).isEqualTo(1_200);
                assertThat(row.outputTokens()).isEqualTo(300);
            });
        }
    }

    @Test
    void lieAndChatterAreCountedApart() {
        try (ScriptedEndpoint endpoint =
                new ScriptedEndpoint().says(LIE).says("Sure!").says("Sure!").says(LIE)) {
            List<DraftingEvaluation.Row> rows = measured(endpoint, 2);
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.answered()).isEqualTo(1);
                assertThat(row.accepted()).isZero();
                assertThat(row.objections().values()).containsExactly(1);
                assertThat(row.troubles()).isEqualTo(Map.of("unreadable: NO_JSON", 1));
            });
        }
    }

    @Test
    void noCardAndMoreThanThereAreIsRefused() {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says(LIE)) {
            for (int cards : List.of(0, -1, DraftingEvaluation.available() + 1)) {
                assertThatThrownBy(() -> measured(endpoint, cards))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("saw " + cards);
            }
            assertThat(endpoint.requests).isEmpty();
        }
    }
}
