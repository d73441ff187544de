package nextbest.workflows.subjectloop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import nextbest.outcome.RepDisposition;

/** A database that remembers what it was asked, and answers as the test says. */
public final class FakeDatabase implements SubjectLoopActivities {
    public final List<DecideRequest> decisions = new CopyOnWriteArrayList<>();
    public final List<RepAnswer> answers = new CopyOnWriteArrayList<>();
    public final List<LearnRequest> learned = new CopyOnWriteArrayList<>();
    public final List<SubjectRequest> withdrawn = new CopyOnWriteArrayList<>();

    private final AtomicInteger deciding = new AtomicInteger();
    private volatile int decidingAtOnce;
    private volatile int failures;
    private volatile DecideResult.Status status = DecideResult.Status.DECIDED;
    private volatile boolean presenting = true;
    private volatile Duration pace = Duration.ZERO;
    private volatile Instant resultDue;
    private volatile Instant resultDueAfterLearning;

    /** The next so many calls fail. */
    public void failing(int times) {
        failures = times;
    }

    public void dealIs(DecideResult.Status next) {
        status = next;
    }

    /** Each decision takes so long. */
    public void slow(Duration each) {
        pace = each;
    }

    /** When the next result is due, and when after that has been looked at. */
    public void resultsDue(Instant first, Instant afterLearning) {
        resultDue = first;
        resultDueAfterLearning = afterLearning;
    }

    /** From now on decisions find nothing to present. */
    public void withoutCard() {
        presenting = false;
    }

    /** The most decisions that were made at the same time. */
    public int decidingAtOnce() {
        return decidingAtOnce;
    }

    @Override
    public DecideResult decide(DecideRequest request) {
        failIfWanted();
        decidingAtOnce = Math.max(decidingAtOnce, deciding.incrementAndGet());
        try {
            if (!pace.isZero()) {
                Thread.sleep(pace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deciding.decrementAndGet();
        }
        decisions.add(request);
        return status == DecideResult.Status.DECIDED
                ? new DecideResult(
                        status,
                        request.decision(),
                        presenting ? request.card() : null,
                        presenting,
                        presenting,
                        Loops.REP.value(),
                        "mid-market",
                        presenting ? "high" : "none",
                        "under-100k",
                        resultDue)
                : new DecideResult(status, null, null, false, false, null, null, null, null, resultDue);
    }

    @Override
    public AnswerReceipt recordAnswer(SubjectRequest subject, RepAnswer answer) {
        failIfWanted();
        boolean known = answers.stream().anyMatch(before -> before.id().equals(answer.id()));
        answers.add(answer);
        return new AnswerReceipt(
                known ? AnswerReceipt.Status.DUPLICATE : AnswerReceipt.Status.RECORDED,
                RepDisposition.ACCEPTED,
                null,
                null,
                null,
                resultDue);
    }

    @Override
    public LearnResult learn(LearnRequest request) {
        failIfWanted();
        learned.add(request);
        resultDue = resultDueAfterLearning;
        return new LearnResult(resultDue == null ? 0 : 1, resultDue);
    }

    @Override
    public void withdraw(SubjectRequest subject) {
        failIfWanted();
        withdrawn.add(subject);
    }

    private synchronized void failIfWanted() {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the database is away");
        }
    }
}
