package nextbest.workflows.subjectloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import nextbest.time.BusinessClock;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop does when things fail, overlap, come late or never stop coming. */
// a workflow that waits for what never comes would keep the build waiting
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubjectLoopTroubleTest {
    private Loops loop = new Loops();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aDatabaseThatFailsForAWhileIsWaitedFor() {
        loop.database.failing(7);
        loop.news();
        loop.pass(Duration.ofMinutes(5));
        assertThat(loop.database.decisions).hasSize(1);
        assertThat(loop.outbox.presented).hasSize(1);
    }

    @Test
    void aStepThatFailsForGoodIsLeftAloneAndTriedAgain() {
        // twenty attempts, 0.2, 0.4, 0.8 ... 102.4, then nine times 120 seconds apart: 1,285 seconds; then a rest of
        // 300
        loop.database.failing(25);
        loop.news();
        loop.pass(Duration.ofMinutes(23));
        assertThat(loop.details()).contains("failed and is tried again in a few minutes", "Loop.Decide");
        loop.pass(Duration.ofHours(2));
        assertThat(loop.database.decisions).hasSize(1);
        assertThat(loop.outbox.presented).hasSize(1);
    }

    @Test
    void whoAsksForADecisionThatFailsIsTold() {
        loop.newsAndSettle();
        loop.database.failing(1_000);
        CompletableFuture<DecideResult> asked =
                CompletableFuture.supplyAsync(() -> loop.subjects.decideNow(Loops.TENANT, Loops.SUBJECT, "asked"));
        while (loop.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) == 0) {
            loop.house.settle();
        }
        loop.pass(Duration.ofMinutes(31));
        assertThatThrownBy(asked::join).rootCause().hasMessageContaining("the database is away");
        loop.database.failing(0);
        loop.pass(Duration.ofDays(2));
        assertThat(loop.database.decisions).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aCardThatCannotGoOutIsTriedUntilItCan() {
        loop.outbox.broken(true);
        loop.newsAndSettle();
        loop.pass(Duration.ofHours(3));
        assertThat(loop.view().stage()).isEqualTo(LoopStage.PRESENT);
        assertThat(loop.view().waitsFor()).isEqualTo("its card to go out");

        loop.outbox.broken(false);
        loop.pass(Duration.ofMinutes(6));
        assertThat(loop.outbox.presented).hasSize(1);
        assertThat(loop.outbox.attempts)
                .extracting(PresentRequest::key)
                .containsOnly("card-" + loop.outbox.cards().getFirst());
        assertThat(loop.view().stage()).isEqualTo(LoopStage.TRACK);
    }

    @Test
    void newsOvertakesACardThatCannotGoOut() {
        loop.outbox.broken(true);
        loop.newsAndSettle();
        loop.pass(Duration.ofMinutes(2));
        loop.news();
        loop.pass(Duration.ofMinutes(10));
        assertThat(loop.database.decisions).hasSize(2);

        loop.outbox.broken(false);
        loop.pass(Duration.ofMinutes(10));
        // only the newer card
        assertThat(loop.outbox.cards())
                .containsExactly(loop.database.decisions.getLast().card());
    }

    @Test
    void theReviewOvertakesACardThatCannotGoOut() {
        loop.outbox.broken(true);
        loop.newsAndSettle();
        loop.pass(Duration.ofDays(1));
        assertThat(loop.database.decisions).extracting(DecideRequest::reason).containsExactly("news", "review");
    }

    @Test
    void aStopOvertakesACardThatCannotGoOut() {
        loop.outbox.broken(true);
        loop.newsAndSettle();
        loop.subjects.stop(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();
        assertThat(loop.isEnded()).isTrue();
        assertThat(loop.database.withdrawn).hasSize(1);
        assertThat(loop.outbox.presented).isEmpty();
    }

    @Test
    void aCardThatAPauseHeldBackGoesOutOnResumeUnderTheSameKey() {
        loop.outbox.broken(true);
        loop.newsAndSettle();
        loop.subjects.pause(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();
        loop.outbox.broken(false);
        loop.pass(Duration.ofHours(2));
        assertThat(loop.outbox.presented).isEmpty();

        loop.subjects.resume(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();
        assertThat(loop.outbox.presented).hasSize(1);
        assertThat(loop.outbox.attempts)
                .extracting(PresentRequest::key)
                .containsOnly("card-" + loop.outbox.cards().getFirst());
    }

    @Test
    void aCardThatNoAttemptCanBringOutIsGivenUpAndTheLoopGoesOn() {
        loop.outbox.refusing();
        loop.newsAndSettle();
        assertThat(loop.view().stage()).isEqualTo(LoopStage.TRACK);
        assertThat(loop.outbox.attempts).hasSize(1);
        loop.pass(Duration.ofDays(1));
        assertThat(loop.database.decisions).hasSize(2);
    }

    @Test
    void decisionsNeverInterleaveAndNewsInBetweenStaysNews() {
        loop.newsAndSettle();
        loop.pass(Duration.ofMinutes(20));
        loop.database.slow(Duration.ofMillis(300));
        // the server in memory cannot cancel an activity that completes at the same moment; the real one can
        loop.database.withoutCard();
        List<CompletableFuture<DecideResult>> asked =
                IntStream.range(0, 4).mapToObj(i -> ask("asked-" + i)).toList();
        loop.news();
        loop.news();
        asked.forEach(CompletableFuture::join);
        loop.house.settle();

        assertThat(loop.database.decidingAtOnce()).isEqualTo(1);
        long soFar = loop.database.decisions.size();
        // a count that fell below zero would swallow this
        loop.pass(Duration.ofMinutes(20));
        loop.database.slow(Duration.ZERO);
        long quiet = loop.database.decisions.size();
        assertThat(quiet).isLessThanOrEqualTo(soFar + 1);
        loop.newsAndSettle();
        assertThat(loop.database.decisions.size()).isEqualTo(quiet + 1);
    }

    @Test
    void aResultThatIsSaidToBeDueAlreadyDoesNotMakeTheLoopSpin() {
        loop.database.resultsDue(TestHouse.START, TestHouse.START);
        loop.newsAndSettle();
        loop.pass(Duration.ofHours(1));
        // at most every ten minutes, the pace of decisions
        assertThat(loop.database.learned).hasSizeBetween(5, 8);
    }

    @Test
    void aLoopThatIsToldWithoutEndGoesOnInANewRunWithAllItRemembers() {
        loop.newsAndSettle();
        String firstRun = run();
        LoopView before = loop.view();
        // the server suggests a new run at 4,096 events
        for (int i = 0; i < 4_200; i++) {
            loop.news();
        }
        loop.subjects.pause(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();

        assertThat(run()).isNotEqualTo(firstRun);
        assertThat(loop.events()).hasSizeLessThan(100);
        assertThat(loop.view().card()).isEqualTo(before.card());
        assertThat(loop.view().decisions()).isEqualTo(1);
        assertThat(loop.view().stage()).isEqualTo(LoopStage.PAUSED);

        loop.subjects.resume(Loops.TENANT, Loops.SUBJECT);
        loop.pass(Duration.ofMinutes(11));
        assertThat(loop.database.decisions).hasSize(2);
        // in the new run the database, not the run, knows the answer
        RepAnswer answer = loop.accepted("answer-1", loop.view().decision());
        assertThat(loop.answer(answer).status()).isEqualTo(AnswerReceipt.Status.RECORDED);
    }

    /** On a thread of its own: the client needs the common pool, which has one thread on a machine with two processors. */
    private CompletableFuture<DecideResult> ask(String correlationId) {
        return CompletableFuture.supplyAsync(
                () -> loop.subjects.decideNow(Loops.TENANT, Loops.SUBJECT, correlationId),
                task -> Thread.ofVirtual().start(task));
    }

    private String run() {
        return loop.stub().describe().getExecution().getRunId();
    }

    @Test
    void withADayASecondTheLoopKeepsItsPace() {
        loop.close();
        BusinessClock fast = new BusinessClock(TestHouse.START, TestHouse.START, 86_400, 1);
        loop = new Loops(fast);
        loop.news();
        // 30 s are 30 business days; each review comes a little later than a day after the last, as work takes its time
        loop.pass(Duration.ofSeconds(30));
        assertThat(loop.database.decisions.size()).isBetween(10, 31);
        for (int i = 1; i < loop.database.decisions.size(); i++) {
            assertThat(Duration.between(
                            loop.database.decisions.get(i - 1).at(),
                            loop.database.decisions.get(i).at()))
                    .isGreaterThanOrEqualTo(Duration.ofDays(1));
        }
        // at most one timer for each review: none came too early to count
        assertThat(loop.count(EventType.EVENT_TYPE_TIMER_FIRED)).isLessThanOrEqualTo(loop.database.decisions.size());
    }
}
