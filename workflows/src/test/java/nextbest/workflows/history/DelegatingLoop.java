package nextbest.workflows.history;

import nextbest.time.BusinessClock;
import nextbest.workflows.subjectloop.AnswerReceipt;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.LoopView;
import nextbest.workflows.subjectloop.News;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoopInput;
import nextbest.workflows.subjectloop.SubjectLoopWorkflow;
import nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl;

/** The real loop, for twins that change one thing. */
abstract class DelegatingLoop implements SubjectLoopWorkflow {
    private final SubjectLoopWorkflowImpl loop;

    DelegatingLoop(SubjectLoopInput input) {
        loop = new SubjectLoopWorkflowImpl(input);
    }

    @Override
    public void run(SubjectLoopInput input) {
        loop.run(input);
    }

    @Override
    public void news(News news) {
        loop.news(news);
    }

    @Override
    public void pause() {
        loop.pause();
    }

    @Override
    public void resume() {
        loop.resume();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public void clockSet(BusinessClock clock) {
        loop.clockSet(clock);
    }

    @Override
    public AnswerReceipt answer(RepAnswer answer) {
        return loop.answer(answer);
    }

    @Override
    public void checkAnswer(RepAnswer answer) {
        loop.checkAnswer(answer);
    }

    @Override
    public DecideResult decideNow(String correlationId) {
        return loop.decideNow(correlationId);
    }

    @Override
    public void checkDecideNow(String correlationId) {
        loop.checkDecideNow(correlationId);
    }

    @Override
    public LoopView view() {
        return loop.view();
    }
}
