package nextbest.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import nextbest.identity.DecisionId;
import nextbest.identity.Uuid7;
import nextbest.money.Money;
import org.junit.jupiter.api.Test;

class AttributorTest {
    private static final Instant T0 = Instant.parse("2026-01-05T09:00:00Z");
    private static final DecisionId DECISION = new DecisionId(Uuid7.of(T0, 1));
    private static final Exposure EXPOSURE = exposure(false);

    @Test
    void silenceIsIgnoredOnlyAfterTheWindowAndNeverWhenTheRepWasAway() {
        assertThat(evaluate(EXPOSURE, List.of(), day(2)).disposition()).isEqualTo(RepDisposition.NO_ANSWER);
        assertThat(evaluate(EXPOSURE, List.of(), day(2)).nextDue()).contains(day(3));
        assertThat(evaluate(EXPOSURE, List.of(), day(3)).disposition()).isEqualTo(RepDisposition.IGNORED);
        var away = evaluate(exposure(true), List.of(), day(3));
        assertThat(away.disposition()).isEqualTo(RepDisposition.NO_ANSWER);
        assertThat(away.answered()).isEqualTo(Observation.NO_OBSERVATION);
    }

    @Test
    void aLateAnswerReplacesIgnored() {
        assertThat(evaluate(EXPOSURE, List.of(), day(9), accepted(8)).disposition())
                .isEqualTo(RepDisposition.ACCEPTED);
    }

    @Test
    void aLaterStageWithinThirtyDaysIsAnAdvanceAndAnEarlierOneIsNot() {
        assertThat(evaluate(EXPOSURE, List.of(stage(10, 20)), day(11)).advanced())
                .isEqualTo(Observation.YES);
        assertThat(evaluate(EXPOSURE, List.of(stage(10, 0)), day(11)).advanced())
                .isEqualTo(Observation.PENDING);
        assertThat(evaluate(EXPOSURE, List.of(stage(31, 20)), day(32)).advanced())
                .isEqualTo(Observation.NO);
    }

    @Test
    void aLostDealDoesNotMoveOnUntilItIsReopened() {
        var lost = new CourseEvent(CourseEvent.Kind.LOST, day(10), -1, Optional.empty());
        var reopened = new CourseEvent(CourseEvent.Kind.REOPENED, day(12), -1, Optional.empty());
        assertThat(evaluate(EXPOSURE, List.of(lost), day(11)).advanced()).isEqualTo(Observation.NO);
        assertThat(evaluate(EXPOSURE, List.of(lost, reopened), day(13)).advanced())
                .isEqualTo(Observation.PENDING);
        assertThat(evaluate(EXPOSURE, List.of(lost, reopened, stage(14, 20)), day(15))
                        .advanced())
                .isEqualTo(Observation.YES);
        assertThat(evaluate(EXPOSURE, List.of(stage(9, 20), lost), day(11)).advanced())
                .as("it had moved on before it was lost")
                .isEqualTo(Observation.YES);
    }

    @Test
    void aReopenedDealWaitsAgainAndTheLastWordCounts() {
        var lost = new CourseEvent(CourseEvent.Kind.LOST, day(20), -1, Optional.empty());
        var reopened = new CourseEvent(CourseEvent.Kind.REOPENED, day(25), -1, Optional.empty());
        var won = new CourseEvent(CourseEvent.Kind.WON, day(300), -1, Optional.of(new Money(500, "EUR")));
        assertThat(evaluate(EXPOSURE, List.of(lost), day(21)).won()).isEqualTo(Observation.NO);
        assertThat(evaluate(EXPOSURE, List.of(reopened, lost), day(26)).won()).isEqualTo(Observation.PENDING);
        var result = evaluate(EXPOSURE, List.of(won, reopened, lost), day(301));
        assertThat(result.won()).isEqualTo(Observation.YES);
        assertThat(result.wonAmount()).contains(new Money(500, "EUR"));
        assertThat(result.nextDue()).isEmpty();
    }

    @Test
    void aBuyerAnswersAfterItWasDoneAndWithinAsLongAsAnExecutionCounts() {
        List<Instant> doneOnDay2 = List.of(day(2));
        assertThat(replied(doneOnDay2, List.of(day(1)), 3))
                .as("before it was done")
                .isEqualTo(Observation.PENDING);
        assertThat(replied(doneOnDay2, List.of(day(8)), 8)).isEqualTo(Observation.YES);
        // 7 days to do it, so 7 days from the doing on: until day 9
        assertThat(replied(doneOnDay2, List.of(day(9)), 9)).isEqualTo(Observation.NO);
        assertThat(replied(List.of(), List.of(day(3)), 3))
                .as("may still be done")
                .isEqualTo(Observation.PENDING);
        assertThat(replied(List.of(), List.of(day(3)), 8)).as("was never done").isEqualTo(Observation.NO);
        // the answer that is waited for keeps the recommendation open
        assertThat(Attributor.evaluate(EXPOSURE, List.of(accepted(1)), doneOnDay2, List.of(), List.of(), day(5))
                        .nextDue())
                .contains(day(9));
    }

    private static Observation replied(List<Instant> executions, List<Instant> replies, int now) {
        return Attributor.evaluate(EXPOSURE, List.of(), executions, replies, List.of(), day(now))
                .replied();
    }

    @Property(tries = 300)
    void neitherOrderNorRepetitionOfFactsMatters(@ForAll long seed) {
        Random random = new Random(seed);
        List<CourseEvent> course = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CourseEvent.Kind kind = List.of(CourseEvent.Kind.values()).get(random.nextInt(4));
            course.add(new CourseEvent(
                    kind,
                    day(random.nextInt(400)),
                    kind == CourseEvent.Kind.STAGE ? random.nextInt(4) * 10 : -1,
                    Optional.empty()));
            answers.add(new Answer(
                    "a" + i,
                    DECISION,
                    1,
                    random.nextBoolean() ? RepDisposition.ACCEPTED : RepDisposition.EXECUTED,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    day(random.nextInt(10))));
        }
        Instant now = day(random.nextInt(500));
        var first = Attributor.evaluate(EXPOSURE, answers, List.of(), course, now);
        course.addAll(List.copyOf(course));
        Collections.shuffle(course, random);
        Collections.shuffle(answers, random);
        assertThat(Attributor.evaluate(EXPOSURE, answers, List.of(), course, now))
                .isEqualTo(first);
    }

    private static Attributor.Result evaluate(
            Exposure exposure, List<CourseEvent> course, Instant now, Answer... answers) {
        return Attributor.evaluate(exposure, List.of(answers), List.of(), course, now);
    }

    private static Answer accepted(int day) {
        return new Answer(
                "a",
                DECISION,
                1,
                RepDisposition.ACCEPTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                day(day));
    }

    private static CourseEvent stage(int day, int position) {
        return new CourseEvent(CourseEvent.Kind.STAGE, day(day), position, Optional.empty());
    }

    private static Exposure exposure(boolean away) {
        return new Exposure("roi-calculator", 10, T0, day(3), day(7), day(30), day(365), away);
    }

    private static Instant day(int day) {
        return T0.plus(Duration.ofDays(day));
    }
}
