package nextbest.workflows.subjectloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nextbest.outcome.RepDisposition;
import nextbest.time.BusinessClock;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop does when all goes well. */
// a workflow that waits for what never comes would keep the build waiting
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubjectLoopTest {
    private final Loops loop = new Loops();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aDealGoesFromItsFirstNewsToTheLastResultAndTheLoopEnds() {
        loop.outbox.resultDue(TestHouse.START.plus(Duration.ofDays(3)));
        loop.newsAndSettle();

        assertThat(loop.database.decisions).hasSize(1);
        DecideRequest decision = loop.database.decisions.getFirst();
        assertThat(decision.reason()).isEqualTo("news");
        assertThat(loop.outbox.presented).singleElement().satisfies(sent -> {
            assertThat(sent.card()).isEqualTo(decision.card());
            assertThat(sent.key()).isEqualTo("card-" + decision.card());
            assertThat(sent.rep()).isEqualTo(Loops.REP.value());
            assertThat(sent.urgent()).isTrue();
        });
        assertThat(loop.view())
                .isEqualTo(new LoopView(
                        LoopStage.TRACK,
                        "an answer to the card, news of the deal, or the next review",
                        decision.card(),
                        decision.decision(),
                        decision.at().plus(Duration.ofDays(1)),
                        1));

        Instant lastResult = TestHouse.START.plus(Duration.ofDays(30));
        loop.database.resultsDue(lastResult, null);
        AnswerReceipt receipt = loop.answer(loop.accepted("answer-1", decision.decision()));
        assertThat(receipt.status()).isEqualTo(AnswerReceipt.Status.RECORDED);
        assertThat(receipt.current()).isEqualTo(RepDisposition.ACCEPTED);

        loop.database.dealIs(DecideResult.Status.CLOSED);
        loop.pass(Duration.ofHours(2));
        loop.newsAndSettle();
        assertThat(loop.view().waitsFor()).isEqualTo("the last results of a closed deal");
        assertThat(loop.view().card()).isNull();
        assertThat(loop.view().nextWake()).isEqualTo(lastResult);

        loop.awaitEnd();
        assertThat(loop.database.learned)
                .singleElement()
                .satisfies(learned -> assertThat(learned.at()).isBetween(lastResult, lastResult.plusSeconds(1)));
        assertThat(loop.database.withdrawn).isEmpty();
    }

    @Test
    void withoutNewsADealIsLookedAtAgainAfterADay() {
        loop.newsAndSettle();
        loop.pass(Duration.ofDays(3));

        assertThat(loop.database.decisions)
                .extracting(DecideRequest::reason)
                .containsExactly("news", "review", "review", "review");
        assertThat(loop.database.decisions.getLast().at())
                .isBetween(TestHouse.START.plus(Duration.ofDays(3)), TestHouse.START.plus(Duration.ofHours(73)));
        assertThat(loop.outbox.presented).hasSize(4);
    }

    @Test
    void aBurstOfNewsMakesOneDecisionAtOnceAndOneWhenItIsOver() {
        loop.newsAndSettle();
        for (int i = 0; i < 20; i++) {
            loop.news();
            loop.pass(Duration.ofSeconds(20));
        }
        assertThat(loop.database.decisions).hasSize(1);
        assertThat(loop.view().waitsFor()).isEqualTo("the burst of news to end");

        loop.pass(Duration.ofMinutes(10));
        assertThat(loop.database.decisions).hasSize(2);
        // the timer of the review, then one for the burst: the 19 later news let it run
        assertThat(loop.count(EventType.EVENT_TYPE_TIMER_FIRED)).isEqualTo(1);
    }

    @Test
    void aPausedLoopKeepsNewsAndRecordsAnswersButDecidesAndSendsNothing() {
        loop.newsAndSettle();
        UUID decision = loop.database.decisions.getFirst().decision();
        loop.subjects.pause(Loops.TENANT, Loops.SUBJECT);
        loop.newsAndSettle();
        loop.pass(Duration.ofDays(5));

        assertThat(loop.view().stage()).isEqualTo(LoopStage.PAUSED);
        assertThat(loop.view().waitsFor()).isEqualTo("a person to resume it");
        assertThat(loop.answer(loop.accepted("answer-1", decision)).status()).isEqualTo(AnswerReceipt.Status.RECORDED);
        assertThat(loop.database.decisions).hasSize(1);
        assertThat(loop.outbox.presented).hasSize(1);

        loop.subjects.resume(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();
        assertThat(loop.database.decisions).extracting(DecideRequest::reason).containsExactly("news", "news");
        assertThat(loop.outbox.presented).hasSize(2);
    }

    @Test
    void aPausedLoopRefusesToDecideWithoutATraceInItsHistory() {
        loop.newsAndSettle();
        loop.subjects.pause(Loops.TENANT, Loops.SUBJECT);
        loop.house.settle();

        assertThatThrownBy(() -> loop.subjects.decideNow(Loops.TENANT, Loops.SUBJECT, "asked"))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseMessage("message='the loop of subject " + Loops.SUBJECT
                        + " is paused; resume it before asking for a decision',"
                        + " type='java.lang.IllegalStateException', nonRetryable=false");
        assertThat(loop.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED))
                .isZero();
    }

    @Test
    void aStoppedLoopWithdrawsItsCardAndEnds() {
        loop.newsAndSettle();
        loop.subjects.stop(Loops.TENANT, Loops.SUBJECT);
        loop.awaitEnd();
        assertThat(loop.database.withdrawn).hasSize(1);
    }

    @Test
    void aCancelledLoopWithdrawsItsCardToo() {
        loop.newsAndSettle();
        loop.stub().cancel("from the operators' page");
        assertThatThrownBy(loop::awaitEnd).hasRootCauseInstanceOf(io.temporal.failure.CanceledFailure.class);
        assertThat(loop.database.withdrawn).hasSize(1);
    }

    @Test
    void whatIsNoAnswerIsRefusedWithoutATraceInTheHistory() {
        loop.newsAndSettle();
        UUID decision = loop.database.decisions.getFirst().decision();
        RepAnswer withoutReason = new RepAnswer(
                "answer-1",
                decision,
                1,
                RepDisposition.DISMISSED,
                null,
                null,
                null,
                null,
                TestHouse.START,
                null,
                "api",
                "rep");

        assertThatThrownBy(() -> loop.answer(withoutReason))
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .hasMessageContaining("a dismissal needs a reason for dismissing");
        assertThat(loop.database.answers).isEmpty();
        assertThat(loop.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED))
                .isZero();
    }

    @Test
    void theSameAnswerTwiceCountsOnce() {
        loop.newsAndSettle();
        RepAnswer answer =
                loop.accepted("answer-1", loop.database.decisions.getFirst().decision());
        assertThat(loop.answer(answer).status()).isEqualTo(AnswerReceipt.Status.RECORDED);
        assertThat(loop.answer(answer).status()).isEqualTo(AnswerReceipt.Status.DUPLICATE);
        assertThat(loop.database.answers).hasSize(2);
    }

    @Test
    void anAnswerToADealWhoseLoopHasEndedIsRecordedAndTheLoopEndsAgain() {
        loop.database.dealIs(DecideResult.Status.CLOSED);
        loop.newsAndSettle();
        loop.awaitEnd();

        assertThat(loop.answer(loop.accepted("late", UUID.fromString("01970000-0000-7000-8000-0000000000aa")))
                        .status())
                .isEqualTo(AnswerReceipt.Status.RECORDED);
        loop.awaitEnd();
        assertThat(loop.database.decisions).extracting(DecideRequest::reason).containsExactly("news", "review");
    }

    @Test
    void aClosedDealThatReopensWhileItsResultsAreWaitedForGoesOn() {
        loop.database.resultsDue(TestHouse.START.plus(Duration.ofDays(30)), null);
        loop.database.dealIs(DecideResult.Status.CLOSED);
        loop.newsAndSettle();
        loop.database.dealIs(DecideResult.Status.DECIDED);
        loop.pass(Duration.ofDays(2));
        loop.newsAndSettle();

        assertThat(loop.view().stage()).isEqualTo(LoopStage.TRACK);
        assertThat(loop.outbox.presented).hasSize(1);
        assertThat(loop.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)).isEqualTo(1);
    }

    @Test
    void aSubjectThatWasDeletedEndsItsLoop() {
        loop.newsAndSettle();
        loop.database.dealIs(DecideResult.Status.GONE);
        loop.pass(Duration.ofHours(1));
        loop.newsAndSettle();
        loop.awaitEnd();
        assertThat(loop.database.decisions).hasSize(2);
    }

    @Test
    void decidingOnRequestGivesTheDecisionAndPresentsItsCard() {
        DecideResult first = loop.subjects.decideNow(Loops.TENANT, Loops.SUBJECT, "asked");
        loop.house.settle();
        // one decision, although a loop that starts looks at its deal by itself
        assertThat(loop.database.decisions)
                .extracting(DecideRequest::reason, DecideRequest::correlationId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("asked", "asked"));
        assertThat(loop.outbox.cards()).containsExactly(first.card());
    }

    @Test
    void aClockThatIsSetForwardWakesTheLoopInItsTime() {
        loop.newsAndSettle();
        BusinessClock forward = loop.clock().movedTo(loop.business().plus(Duration.ofHours(20)), loop.house.now());
        loop.set(forward);
        loop.pass(Duration.ofHours(3));
        assertThat(loop.database.decisions).hasSize(1);
        // 20 hours by the clock, then 3 and 2 more: the day is over
        loop.pass(Duration.ofHours(2));
        assertThat(loop.database.decisions).extracting(DecideRequest::reason).containsExactly("news", "review");
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepNewsWaiting() {
        loop.newsAndSettle();
        loop.pass(Duration.ofHours(1));
        loop.set(loop.clock().movedTo(TestHouse.START.minus(Duration.ofDays(60)), loop.house.now()));
        loop.newsAndSettle();
        loop.pass(Duration.ofMinutes(11));
        assertThat(loop.database.decisions).hasSize(2);
        loop.pass(Duration.ofHours(25));
        assertThat(loop.database.decisions).hasSize(3);
    }

    @Test
    void anOlderClockThatArrivesLateIsNotFollowed() {
        loop.newsAndSettle();
        BusinessClock old = loop.clock();
        loop.set(old.movedTo(TestHouse.START.plus(Duration.ofDays(100)), loop.house.now()));
        loop.house.settle();
        assertThat(loop.database.decisions).hasSize(2);
        loop.subjects.clockSet(Loops.TENANT, Loops.SUBJECT, old);
        loop.house.settle();
        assertThat(loop.view().nextWake()).isAfter(TestHouse.START.plus(Duration.ofDays(100)));
    }

    @Test
    void operatorsReadInPlainWordsWhatTheLoopDoes() {
        loop.newsAndSettle();
        UUID card = loop.database.decisions.getFirst().card();
        assertThat(loop.details())
                .startsWith("**track**: waits for an answer to the card, news of the deal, or the next review,"
                        + " at the latest until 2026-03-03T09:00:")
                .contains("Decisions so far: 1; current card " + card);
        loop.newsAndSettle();
        assertThat(loop.details())
                .contains("waits for the burst of news to end")
                .contains("news not looked at: 1");

        assertThat(loop.events())
                .filteredOn(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED)
                .first()
                .satisfies(event -> assertThat(
                                event.getUserMetadata().getSummary().getData().toStringUtf8())
                        .isEqualTo("\"give the card up for a newer decision\""));
        assertThat(loop.events())
                .filteredOn(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .first()
                .satisfies(event -> assertThat(
                                event.getUserMetadata().getSummary().getData().toStringUtf8())
                        .isEqualTo("\"Bring the card to the rep\""));
    }

    @Test
    void operatorsFindASubjectByItsSearchAttributes() {
        loop.newsAndSettle();
        assertThat(attribute("NextbestStage")).isEqualTo("track");
        assertThat(attribute("NextbestRep")).isEqualTo(Loops.REP.toString());
        assertThat(attribute("NextbestSegment")).isEqualTo("mid-market");
        assertThat(attribute("NextbestUrgency")).isEqualTo("high");
        assertThat(attribute("NextbestAmountBand")).isEqualTo("under-100k");

        loop.database.resultsDue(TestHouse.START.plus(Duration.ofDays(30)), null);
        loop.database.dealIs(DecideResult.Status.CLOSED);
        loop.pass(Duration.ofHours(1));
        loop.newsAndSettle();
        assertThat(attribute("NextbestUrgency")).isEqualTo("none");
    }

    private String attribute(String name) {
        return loop.stub()
                .describe()
                .getTypedSearchAttributes()
                .get(io.temporal.common.SearchAttributeKey.forKeyword(name));
    }

    @Test
    void aReviewThatChangesNothingWritesNoSearchAttributes() {
        loop.newsAndSettle();
        long before = loop.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES);
        loop.pass(Duration.ofDays(2));
        assertThat(loop.database.decisions).hasSize(3);
        assertThat(loop.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES))
                .isEqualTo(before);
    }
}
