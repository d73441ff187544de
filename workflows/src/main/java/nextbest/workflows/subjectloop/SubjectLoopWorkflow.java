package nextbest.workflows.subjectloop;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import nextbest.time.BusinessClock;

/** The life of a subject in the loop. */
@WorkflowInterface
public interface SubjectLoopWorkflow {
    @WorkflowMethod(name = "SubjectLoop")
    void run(SubjectLoopInput input);

    /** Something became known of the subject. */
    @SignalMethod
    void news(News news);

    /** Hold the loop; news is kept, answers are recorded, nothing is decided or sent. */
    @SignalMethod
    void pause();

    @SignalMethod
    void resume();

    /** End the loop: the card is withdrawn, open results are no longer waited for. */
    @SignalMethod
    void stop();

    /** The business clock was set. */
    @SignalMethod
    void clockSet(BusinessClock clock);

    /** A rep answers a recommendation. Refused without a trace in the history if it is not an answer at all. */
    @UpdateMethod
    AnswerReceipt answer(RepAnswer answer);

    @UpdateValidatorMethod(updateName = "answer")
    void checkAnswer(RepAnswer answer);

    /**
     * Decide now, because someone asks. The loop itself decides, between two of its steps; who asks at the same time gets the
     * same decision. Refused without a trace in the history while the loop is paused or stopped.
     */
    @UpdateMethod
    DecideResult decideNow(String correlationId);

    @UpdateValidatorMethod(updateName = "decideNow")
    void checkDecideNow(String correlationId);

    /** What the loop is doing, and its current card. */
    @QueryMethod
    LoopView view();
}
