package nextbest.workflows.subjectloop;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import nextbest.time.BusinessClock;
import nextbest.workflows.Attempts;
import nextbest.workflows.Errand;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WorkflowClock;
import nextbest.workflows.drafting.DraftActivities;
import nextbest.workflows.drafting.DraftRequest;
import nextbest.workflows.drafting.DraftResult;
import nextbest.workflows.drafting.ReadRequest;
import nextbest.workflows.drafting.ReadResult;
import org.slf4j.Logger;

/**
 * See {@link SubjectLoopWorkflow}. One state record, restored before any handler runs. Only {@link #run} decides, presents and
 * learns; handlers change the state and leave the rest to it, so that two decisions never interleave.
 */
public final class SubjectLoopWorkflowImpl implements SubjectLoopWorkflow {
    private static final Logger LOG = Workflow.getLogger(SubjectLoopWorkflowImpl.class);

    /** How long the loop leaves a step alone that failed for good, in real time: it is about processes, not about deals. */
    private static final Duration REST = Duration.ofMinutes(5);

    private final SubjectLoopActivities own =
            Workflow.newLocalActivityStub(SubjectLoopActivities.class, Attempts.onOurDatabase());

    /** A newer decision, a pause or a stop overtakes it. */
    private final PresentActivities outside = Workflow.newActivityStub(
            PresentActivities.class, Attempts.untilOvertaken(Duration.ofMinutes(2), "Bring the card to the rep"));

    /**
     * No draft is worth more than ten minutes: a card is looked at and answered meanwhile. It is given up with the run that asked
     * for it; what it wrote until then is in the database.
     */
    private static final ActivityOptions DRAFTING = ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.DRAFTING)
            .setScheduleToCloseTimeout(Duration.ofMinutes(10))
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .setHeartbeatTimeout(Duration.ofSeconds(20))
            .setRetryOptions(RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(2))
                    .setMaximumInterval(Duration.ofMinutes(1))
                    .setMaximumAttempts(6)
                    .build())
            .build();

    private final DraftActivities drafting = Workflow.newActivityStub(
            DraftActivities.class,
            ActivityOptions.newBuilder(DRAFTING)
                    .setSummary("Put the card into better words; the template text stands until then")
                    .build());

    /** What is found comes back as news, so nothing waits for it either. */
    private final DraftActivities reading = Workflow.newActivityStub(
            DraftActivities.class,
            ActivityOptions.newBuilder(DRAFTING)
                    .setSummary("Read notes and calls for signals; the built-in reader has read them already")
                    .build());

    private final UUID tenant;
    private final UUID subject;
    private final LoopSettings settings;
    private final WorkflowClock clock;
    private final OperatorView operators = new OperatorView();
    /** Who waits for a decision that a person asked for. */
    private final List<CompletablePromise<DecideResult>> asking = new ArrayList<>();

    private SubjectLoopState state;
    private LoopStage stage = LoopStage.ANALYZE;
    private boolean stopped;
    private boolean withdrawn;

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
        try {
            do {
                while (!isOver()) {
                    step();
                    continueAsNewIfSuggested();
                }
                Workflow.await(Workflow::isEveryHandlerFinished);
            } while (!isOver()); // news that came while the last answer was recorded
        } catch (CanceledFailure cancelled) {
            Workflow.newDetachedCancellationScope(this::withdraw).run();
            throw cancelled;
        }
        enter(LoopStage.ENDED);
    }

    private void step() {
        try {
            if (stopped) {
                withdraw();
            } else if (!asking.isEmpty()) {
                analyzeAndGenerate("asked");
            } else if (state.paused()) {
                waitIn(LoopStage.PAUSED, Optional.empty());
            } else if (isDecisionDue()) {
                analyzeAndGenerate(state.news() > 0 ? "news" : "review");
            } else if (state.presentCard() != null) {
                present();
            } else if (clock.reached(Optional.ofNullable(state.resultDue()))) {
                learn();
            } else {
                waitIn(LoopStage.TRACK, state.nextWake(settings));
            }
        } catch (ActivityFailure failure) {
            rest(failure);
        }
    }

    private boolean isOver() {
        boolean nothingWaits = state.closed() && state.news() == 0 && state.resultDue() == null && asking.isEmpty();
        return withdrawn || (nothingWaits && !stopped && !state.paused());
    }

    /** News is looked at once the burst is over; without news, when the review is due. */
    private boolean isDecisionDue() {
        return clock.reached(state.decisionAt(settings));
    }

    private void analyzeAndGenerate(String reason) {
        enter(LoopStage.ANALYZE);
        List<CompletablePromise<DecideResult>> served = List.copyOf(asking);
        int seen = state.news();
        Instant dueBefore = state.resultDue();
        Instant now = clock.now();
        try {
            DecideResult result = own.decide(new DecideRequest(
                    tenant, subject, WorkflowClock.newId(), WorkflowClock.newId(), reason, state.correlationId(), now));
            state = state.decided(result, now, now.plus(settings.reviewEvery()), seen, dueBefore);
            draft(result);
            readNotes(result);
            operators.show(result);
            served.forEach(asked -> asked.complete(result));
        } catch (ActivityFailure failure) {
            served.forEach(asked -> asked.completeExceptionally(failure));
            throw failure;
        } finally {
            asking.removeAll(served);
        }
    }

    /** Asks for a draft and does not wait for it, so that no card is ever late for want of one. */
    private void draft(DecideResult result) {
        boolean wanted = result.draft() != null
                && result.draft()
                && Workflow.getVersion("draft-cards", Workflow.DEFAULT_VERSION, 1) >= 1;
        if (wanted) {
            Async.function(drafting::draft, new DraftRequest(tenant, result.decision(), result.card()))
                    .exceptionally(failure -> new DraftResult("failed", "activity"));
        }
    }

    /** Has notes read and does not wait: what is found is news. */
    private void readNotes(DecideResult result) {
        boolean wanted = result.read() != null
                && result.read()
                && Workflow.getVersion("read-notes", Workflow.DEFAULT_VERSION, 1) >= 1;
        if (wanted) {
            Async.function(reading::read, new ReadRequest(tenant, subject, state.correlationId()))
                    .exceptionally(failure -> new ReadResult(0));
        }
    }

    private void present() {
        enter(LoopStage.PRESENT);
        UUID card = state.presentCard();
        Instant dueBefore = state.resultDue();
        PresentRequest request = new PresentRequest(
                tenant, subject, card, state.rep(), "card-" + card, state.presentUrgent(), clock.now());
        Errand<PresentResult> errand = Errand.send(() -> outside.present(request));
        while (!errand.isBack() && !isPresentingOvertaken()) {
            sleep(state.decisionAt(settings), "give the card up for a newer decision", errand::isBack);
        }
        try {
            errand.finish().ifPresent(result -> {
                state = state.presented();
                if (result.resultDue() != null) {
                    state = state.withResultDue(dueBefore, result.resultDue());
                }
            });
        } catch (ActivityFailure failure) {
            LOG.warn("card {} could not be presented; the next decision makes a new one", card, failure);
            state = state.presented();
        }
    }

    private boolean isPresentingOvertaken() {
        return stopped || state.paused() || !asking.isEmpty() || isDecisionDue();
    }

    private void learn() {
        enter(LoopStage.LEARN);
        Instant now = clock.now();
        Instant dueBefore = state.resultDue();
        Instant due = own.learn(new LearnRequest(tenant, subject, now)).resultDue();
        // a result that is said to be due already would keep the loop spinning
        Instant earliest = now.plus(settings.debounce());
        state = state.withResultDue(dueBefore, due != null && due.isBefore(earliest) ? earliest : due);
    }

    private void withdraw() {
        own.withdraw(new SubjectRequest(tenant, subject, clock.now()));
        withdrawn = true;
        asking.forEach(asked -> asked.completeExceptionally(
                ApplicationFailure.newNonRetryableFailure("the loop was stopped before it decided", "stopped")));
        asking.clear();
    }

    /** A step failed for longer than it is tried at a stretch: leave it alone for a while, or until something happens. */
    private void rest(ActivityFailure failure) {
        LOG.warn("{} failed and is tried again", failure.getActivityType(), failure);
        Workflow.setCurrentDetails(LoopWords.trouble(stage, failure.getActivityType()));
        SubjectLoopState before = state;
        boolean stopping = stopped;
        WorkflowClock.rest(
                REST,
                "Rest before " + failure.getActivityType() + " is tried again",
                () -> !state.equals(before) || stopped != stopping || !asking.isEmpty());
    }

    private void waitIn(LoopStage where, Optional<Instant> moment) {
        enter(where);
        sleep(moment, "wait for " + LoopWords.waitsFor(stage, state), () -> false);
    }

    /** Sleeps until a business moment or until something is to be done; further news of a burst lets the loop sleep. */
    private void sleep(Optional<Instant> moment, String reason, BooleanSupplier orElse) {
        Situation asleep = situation();
        clock.sleepUntil(
                moment, reason, () -> orElse.getAsBoolean() || !situation().equals(asleep));
    }

    /** What a sleeping loop wakes for when it changes. */
    private record Situation(Optional<Instant> nextWake, boolean paused, boolean stopped, boolean asked) {}

    private Situation situation() {
        return new Situation(state.nextWake(settings), state.paused(), stopped, !asking.isEmpty());
    }

    private void enter(LoopStage next) {
        stage = next;
        operators.show(next);
        describe();
    }

    private void describe() {
        Workflow.setCurrentDetails(LoopWords.details(stage, state, nextWake()));
    }

    private Optional<Instant> nextWake() {
        return stage == LoopStage.TRACK ? state.nextWake(settings) : Optional.empty();
    }

    /** Only between steps and with no answer under way: nothing that was asked or said is left behind. */
    private void continueAsNewIfSuggested() {
        if (Workflow.getInfo().isContinueAsNewSuggested()
                && Workflow.isEveryHandlerFinished()
                && !stopped
                && !isOver()) {
            Workflow.continueAsNew(new SubjectLoopInput(tenant, subject, clock.clock(), settings, state));
        }
    }

    @Override
    public void news(News news) {
        state = state.withNews(news.events(), news.correlationId());
        follow(news.clock());
        describe();
    }

    @Override
    public void pause() {
        state = state.withPaused(true);
    }

    @Override
    public void resume() {
        state = state.withPaused(false);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void clockSet(BusinessClock set) {
        follow(set);
    }

    private void follow(BusinessClock seen) {
        if (clock.follow(seen)) {
            state = state.notAheadOf(clock.now(), settings);
        }
    }

    @Override
    public void checkAnswer(RepAnswer answer) {
        var _ = answer.answer();
    }

    @Override
    public AnswerReceipt answer(RepAnswer answer) {
        Instant dueBefore = state.resultDue();
        AnswerReceipt receipt = own.recordAnswer(new SubjectRequest(tenant, subject, clock.now()), answer);
        if (receipt.status() == AnswerReceipt.Status.RECORDED) {
            state = state.withResultDue(dueBefore, receipt.resultDue());
            describe();
        }
        return receipt;
    }

    @Override
    public void checkDecideNow(String correlationId) {
        if (state.paused() || stopped) {
            throw new IllegalStateException("the loop of subject " + subject + " is "
                    + (stopped ? "stopped" : "paused; resume it before asking for a decision"));
        }
    }

    @Override
    public DecideResult decideNow(String correlationId) {
        state = state.withNews(0, correlationId);
        CompletablePromise<DecideResult> asked = Workflow.newPromise();
        asking.add(asked);
        return asked.get();
    }

    @Override
    public LoopView view() {
        return new LoopView(
                stage,
                LoopWords.waitsFor(stage, state),
                state.card(),
                state.decision(),
                nextWake().orElse(null),
                state.decisions());
    }
}
