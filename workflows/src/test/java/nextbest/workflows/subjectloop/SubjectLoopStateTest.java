package nextbest.workflows.subjectloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubjectLoopStateTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(3));
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final LoopSettings PACE = LoopSettings.standard();

    @Test
    void aLoopThatHasNeverDecidedDoesSoAtOnce() {
        assertThat(SubjectLoopState.initial().decisionAt(PACE)).hasValue(Instant.EPOCH);
    }

    @Test
    void newsThatArrivesWhileADecisionIsMadeStaysNews() {
        SubjectLoopState before = SubjectLoopState.initial().withNews(2, "a");
        SubjectLoopState meanwhile = before.withNews(3, "b");
        SubjectLoopState after = meanwhile.decided(decided(null), NOW, LATER, before.news(), before.resultDue());
        assertThat(after.news()).isEqualTo(3);
        assertThat(after.decisionAt(PACE)).hasValue(NOW.plus(PACE.debounce()));
    }

    @Test
    void theReviewDoesNotWaitForTheBurstToEnd() {
        SubjectLoopState state = SubjectLoopState.initial()
                .decided(decided(null), NOW, NOW.plusSeconds(60), 0, null)
                .withNews(1, "a");
        assertThat(state.decisionAt(PACE)).hasValue(NOW.plusSeconds(60));
    }

    @Test
    void aStepAloneSaysWhenTheNextResultIsDue() {
        SubjectLoopState waiting = SubjectLoopState.initial().withResultDue(null, SOON);
        assertThat(waiting.withResultDue(SOON, LATER).resultDue()).isEqualTo(LATER);
        assertThat(waiting.withResultDue(SOON, null).resultDue()).isNull();
    }

    @Test
    void ofTwoStepsThatOverlapTheEarlierMomentCounts() {
        // an answer was looked at before the card went out, and its result arrives after it
        SubjectLoopState before = SubjectLoopState.initial().withResultDue(null, LATER.plusSeconds(1));
        Instant whenAnswerBegan = before.resultDue();
        SubjectLoopState presented = before.withResultDue(before.resultDue(), SOON);
        assertThat(presented.withResultDue(whenAnswerBegan, LATER).resultDue()).isEqualTo(SOON);
        assertThat(presented.withResultDue(whenAnswerBegan, null).resultDue()).isEqualTo(SOON);
    }

    @Test
    void aClosedDealHasNoCardAndNoReview() {
        SubjectLoopState open = SubjectLoopState.initial().decided(decided(SOON), NOW, LATER, 0, null);
        SubjectLoopState closed = open.decided(
                new DecideResult(DecideResult.Status.CLOSED, null, null, false, true, null, null, null, null, SOON),
                NOW,
                LATER,
                0,
                SOON);
        assertThat(closed.card()).isNull();
        assertThat(closed.presentCard()).isNull();
        assertThat(closed.presentUrgent()).isFalse();
        assertThat(closed.decisionAt(PACE)).isEmpty();
        assertThat(closed.nextWake(PACE)).hasValue(SOON);
        assertThat(closed.decisions()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackLeavesNothingInTheFar() {
        SubjectLoopState state = SubjectLoopState.initial()
                .decided(decided(null), LATER, LATER.plus(PACE.reviewEvery()), 0, null)
                .withNews(1, "a");
        SubjectLoopState back = state.notAheadOf(NOW, PACE);
        assertThat(back.decisionAt(PACE)).hasValue(NOW.plus(PACE.debounce()));
        assertThat(back.reviewAt()).isEqualTo(NOW.plus(PACE.reviewEvery()));
    }

    private static DecideResult decided(Instant due) {
        UUID id = UUID.fromString("01970000-0000-7000-8000-000000000009");
        return new DecideResult(
                DecideResult.Status.DECIDED, id, id, true, true, id, "mid-market", "high", "under-1k", due);
    }
}
