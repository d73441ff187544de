package nextbest.workflows.subjectloop;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.time.BusinessClock;
import nextbest.workflows.SearchAttributes;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WorkflowClock;
import org.slf4j.Logger;

/** See {@link SubjectLoopWorkflow}. One state record, restored before any handler runs. */
public final class SubjectLoopWorkflowImpl implements SubjectLoopWorkflow {
    private static final Logger LOG = Workflow.getLogger(SubjectLoopWorkflowImpl.class);

    private final SubjectLoopActivities own = Workflow.newLocalActivityStub(
            SubjectLoopActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(20))
                    // the database may be away for a while; the loop waits for it rather than fail
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofMillis(200))
                            .setMaximumInterval(Duration.ofSeconds(30))
                            .build())
                    .build());

    private final PresentActivities outside = Workflow.newActivityStub(
            PresentActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(TaskQueues.OUTBOUND)
                    .setStartToCloseTimeout(Duration.ofMinutes(2))
                    // after a day of failures the card is stale anyway: the next decision makes a new one
                    .setScheduleToCloseTimeout(Duration.ofDays(1))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofMinutes(5))
                            .build())
                    .setSummary("Bring the card to the rep")
                    .build());

    private final UUID tenant;
    private final UUID subject;
    private final LoopSettings settings;
    private final WorkflowClock clock;
    private SubjectLoopState state;
    private LoopStage stage = LoopStage.ANALYZE;
    private boolean stopped;
    /** Counts signals, so that a waiting loop wakes for each. */
    private int wakeUps;

    @WorkflowInit
    public SubjectLoopWorkflowImpl(SubjectLoopInput input) {
        this.tenant = input.tenant();
        this.subject = input.subject();
        this.settings = input.settings();
        this.clock = new WorkflowClock(input.clock());
        this.state = input.state() == null ? SubjectLoopState.initial() : input.state();
    }

    @Override
    public void run(SubjectLoopInput input) {
        while (!isOver()) {
            if (state.paused()) {
                enter(LoopStage.PAUSED);
                sleepUntil(Optional.empty(), "a person to resume it");
            } else if (isDecisionDue()) {
                analyzeAndGenerate(state.news() > 0 ? "news" : "review");
            } else if (state.presentCard() != null) {
                present();
            } else if (clock.reached(Optional.ofNullable(state.resultDue()))) {
                learn();
            } else {
                enter(LoopStage.TRACK);
                sleepUntil(nextWake(), waitsFor());
            }
            continueAsNewIfSuggested();
        }
        end();
    }

    private boolean isOver() {
        return stopped || (state.closed() && state.news() == 0 && state.resultDue() == null && !state.paused());
    }

    /** News is looked at once the burst is over; without news, when the review is due. */
    private boolean isDecisionDue() {
        boolean settled = state.decidedAt() == null
                || clock.reached(Optional.of(state.decidedAt().plus(settings.debounce())));
        return (state.news() > 0 && settled) || clock.reached(Optional.ofNullable(state.reviewAt()));
    }

    private DecideResult analyzeAndGenerate(String reason) {
        enter(LoopStage.ANALYZE);
        int seen = state.news();
        Instant now = clock.now();
        DecideResult result = own.decide(new DecideRequest(
                tenant, subject, WorkflowClock.newId(), WorkflowClock.newId(), reason, state.correlationId(), now));
        state = state.decided(result, now, now.plus(settings.reviewEvery()), seen);
        showOperators(result);
        return result;
    }

    private void present() {
        enter(LoopStage.PRESENT);
        UUID card = state.presentCard();
        try {
            PresentResult result = outside.present(new PresentRequest(
                    tenant, subject, card, state.rep(), "card-" + card, state.presentUrgent(), clock.now()));
            state = state.presented(result.resultDue() == null ? state.resultDue() : result.resultDue());
        } catch (ActivityFailure failure) {
            LOG.warn("card {} could not be presented; the next decision makes a new one", card, failure);
            state = state.presented(state.resultDue());
        }
    }

    private void learn() {
        enter(LoopStage.LEARN);
        LearnResult result = own.learn(new LearnRequest(tenant, subject, clock.now()));
        state = state.learned(result.resultDue());
    }

    private void end() {
        if (stopped) {
            own.withdraw(new SubjectRequest(tenant, subject, clock.now()));
        }
        enter(LoopStage.ENDED);
        Workflow.await(Workflow::isEveryHandlerFinished);
    }

    /** Sleeps until a business moment, a signal or an answer, whichever comes first. */
    private void sleepUntil(Optional<Instant> moment, String reason) {
        int before = wakeUps;
        Workflow.setCurrentDetails(details(reason, moment));
        if (moment.isEmpty()) {
            Workflow.await(() -> wakeUps != before);
            return;
        }
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            Promise<Void> timer = Workflow.newTimer(
                    clock.until(moment.get()),
                    TimerOptions.newBuilder().setSummary("Wait for " + reason).build());
            Workflow.await(() -> timer.isCompleted() || wakeUps != before);
        });
        scope.run();
        scope.cancel("woken up");
    }

    private Optional<Instant> nextWake() {
        Instant burstOver = state.news() > 0 && state.decidedAt() != null
                ? state.decidedAt().plus(settings.debounce())
                : null;
        return Stream.of(burstOver, state.reviewAt(), state.resultDue())
                .filter(java.util.Objects::nonNull)
                .min(Instant::compareTo);
    }

    private String waitsFor() {
        if (state.news() > 0) {
            return "the burst of news to end";
        }
        if (state.closed()) {
            return "the last results of a closed deal";
        }
        return state.card() == null
                ? "news of the deal, or the next review"
                : "an answer to the card, news of the deal, or the next review";
    }

    private String details(String reason, Optional<Instant> moment) {
        return "**" + stage.key() + "**: waits for " + reason
                + moment.map(at -> ", at the latest until " + at + " (business time)")
                        .orElse("") + ".\n\nDecisions so far: " + state.decisions()
                + (state.card() == null ? "" : "; current card " + state.card())
                + (state.resultDue() == null ? "" : "; next result due " + state.resultDue())
                + (state.news() == 0 ? "" : "; news not looked at: " + state.news());
    }

    private void enter(LoopStage next) {
        if (stage != next) {
            stage = next;
            if (next == LoopStage.PAUSED || next == LoopStage.ENDED || next == LoopStage.TRACK) {
                // the short stages in between are in the history; each of these updates is an event of its own
                Workflow.upsertTypedSearchAttributes(SearchAttributes.STAGE.valueSet(next.key()));
            }
        }
    }

    private void showOperators(DecideResult result) {
        if (result.status() == DecideResult.Status.DECIDED) {
            Workflow.upsertTypedSearchAttributes(
                    SearchAttributes.REP.valueSet(
                            result.rep() == null ? "none" : result.rep().toString()),
                    SearchAttributes.SEGMENT.valueSet(result.segment()),
                    SearchAttributes.URGENCY.valueSet(result.urgency()),
                    SearchAttributes.AMOUNT_BAND.valueSet(result.amountBand()));
        }
    }

    private void continueAsNewIfSuggested() {
        if (Workflow.getInfo().isContinueAsNewSuggested() && !isOver()) {
            Workflow.await(Workflow::isEveryHandlerFinished);
            Workflow.continueAsNew(new SubjectLoopInput(tenant, subject, clock.clock(), settings, state));
        }
    }

    @Override
    public void news(News news) {
        clock.follow(news.clock());
        state = state.withNews(news.events(), news.correlationId());
        wakeUps++;
    }

    @Override
    public void pause() {
        state = state.withPaused(true);
        wakeUps++;
    }

    @Override
    public void resume() {
        state = state.withPaused(false);
        wakeUps++;
    }

    @Override
    public void stop() {
        stopped = true;
        wakeUps++;
    }

    @Override
    public void clockSet(BusinessClock set) {
        clock.follow(set);
        wakeUps++;
    }

    @Override
    public void checkAnswer(RepAnswer answer) {
        var _ = answer.answer();
    }

    @Override
    public AnswerReceipt answer(RepAnswer answer) {
        AnswerReceipt receipt = own.recordAnswer(new SubjectRequest(tenant, subject, clock.now()), answer);
        if (receipt.status() == AnswerReceipt.Status.RECORDED) {
            state = state.learned(receipt.resultDue());
            wakeUps++;
        }
        return receipt;
    }

    @Override
    public DecideResult decideNow(String correlationId) {
        state = state.withNews(0, correlationId);
        DecideResult result = analyzeAndGenerate("asked");
        wakeUps++;
        return result;
    }

    @Override
    public LoopView view() {
        return new LoopView(
                stage,
                state.paused() ? "a person to resume it" : waitsFor(),
                state.card(),
                state.decision(),
                nextWake().orElse(null),
                state.decisions());
    }
}
