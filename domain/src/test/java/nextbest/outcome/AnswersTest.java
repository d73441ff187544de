package nextbest.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import nextbest.identity.DecisionId;
import nextbest.identity.Uuid7;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Instant T0 = Instant.parse("2026-03-01T09:00:00Z");
    private static final DecisionId DECISION = new DecisionId(Uuid7.of(T0, 1));

    @Test
    void theLatestAnswerCountsInAnyOrderOfArrivalAndAViewNeverReplacesIt() {
        List<Answer> answers = new ArrayList<>(List.of(
                answer("a", RepDisposition.VIEWED, 0),
                answer("b", RepDisposition.ACCEPTED, 60),
                answer("c", RepDisposition.EXECUTED, 120),
                answer("d", RepDisposition.VIEWED, 500)));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(answers, new Random(seed));
            assertThat(Answers.current(answers)).map(Answer::id).contains("c");
        }
        assertThat(Answers.current(List.of())).isEmpty();
    }

    @Test
    void aDismissalNeedsAReasonAndNothingElseMayCarryOne() {
        assertThatThrownBy(() -> answer("a", RepDisposition.DISMISSED, 0)).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> answer("a", RepDisposition.IGNORED, 0)).hasMessageContaining("not an answer");
    }

    private static Answer answer(String id, RepDisposition disposition, long seconds) {
        return new Answer(
                id,
                DECISION,
                1,
                disposition,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                T0.plusSeconds(seconds));
    }
}
