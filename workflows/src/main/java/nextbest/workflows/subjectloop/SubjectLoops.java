package nextbest.workflows.subjectloop;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.event.UntoldNews;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;

/** How the rest of the house talks to the loops of subjects. */
public final class SubjectLoops {
    private static final int BATCH = 200;

    private final WorkflowClient client;
    private final Supplier<BusinessClock> clock;
    private final LoopSettings settings;

    /** @param clock gives the business clock as it is now */
    public SubjectLoops(WorkflowClient client, Supplier<BusinessClock> clock, LoopSettings settings) {
        this.client = Objects.requireNonNull(client, "client");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** The id of a subject's workflow. */
    public static String workflowId(TenantId tenant, SubjectId subject) {
        return "subject-" + tenant + "-" + subject;
    }

    /** Tells a subject's loop of news; starts the loop if it is not running. */
    public void tell(TenantId tenant, SubjectId subject, int events, String correlationId) {
        SubjectLoopWorkflow loop =
                loop(tenant, subject, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        var batch = client.newSignalWithStartRequest();
        batch.add(loop::run, input(tenant, subject));
        batch.add(loop::news, new News(events, correlationId, clock.get()));
        client.signalWithStart(batch);
    }

    /**
     * Tells all loops of a tenant that have not been told. One that cannot be told does not hold up the others.
     *
     * @return how many subjects were told
     * @throws RuntimeException the first failure, after all others were tried; those stay untold
     */
    public int forward(TenantId tenant, UntoldNews untold) {
        int total = 0;
        while (true) {
            List<UntoldNews.Untold> next = untold.next(tenant, BATCH);
            List<UntoldNews.Untold> told = new ArrayList<>(next.size());
            RuntimeException failure = null;
            for (UntoldNews.Untold subject : next) {
                try {
                    tell(tenant, subject.subject(), subject.events().size(), subject.correlationId());
                    told.add(subject);
                } catch (RuntimeException e) {
                    failure = failure == null ? e : failure;
                }
            }
            untold.told(tenant, told);
            if (failure != null) {
                throw failure;
            }
            total += next.size();
            if (next.size() < BATCH) {
                return total;
            }
        }
    }

    /**
     * Hands an answer to the subject's loop and waits for what became of it; starts the loop if it has ended. The database
     * knows repeated answers by their id; were it the id of the update too, an answer that could not be recorded could never be
     * given again.
     *
     * @throws io.temporal.client.WorkflowUpdateException if it is not an answer at all, or if it could not be recorded
     */
    public AnswerReceipt answer(TenantId tenant, SubjectId subject, RepAnswer answer) {
        SubjectLoopWorkflow loop =
                loop(tenant, subject, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        return WorkflowClient.executeUpdateWithStart(
                loop::answer,
                answer,
                UpdateOptions.<AnswerReceipt>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .build(),
                new WithStartWorkflowOperation<>(loop::run, input(tenant, subject)));
    }

    /**
     * Has the subject decided now and waits for the decision.
     *
     * @throws io.temporal.client.WorkflowUpdateException if the loop is paused or stopped
     */
    public DecideResult decideNow(TenantId tenant, SubjectId subject, String correlationId) {
        SubjectLoopWorkflow loop =
                loop(tenant, subject, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        return WorkflowClient.executeUpdateWithStart(
                loop::decideNow,
                correlationId,
                UpdateOptions.<DecideResult>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .build(),
                new WithStartWorkflowOperation<>(loop::run, input(tenant, subject)));
    }

    /** @throws WorkflowNotFoundException if the loop is not running */
    public void pause(TenantId tenant, SubjectId subject) {
        running(tenant, subject).signal("pause");
    }

    /** @throws WorkflowNotFoundException if the loop is not running */
    public void resume(TenantId tenant, SubjectId subject) {
        running(tenant, subject).signal("resume");
    }

    /**
     * Ends the loop. That it was stopped is remembered with the subject, so that news does not start it again.
     *
     * @throws WorkflowNotFoundException if the loop is not running
     */
    public void stop(TenantId tenant, SubjectId subject) {
        running(tenant, subject).signal("stop");
    }

    /** Tells a loop that the business clock was set; nothing happens if the loop is not running. */
    public void clockSet(TenantId tenant, SubjectId subject, BusinessClock set) {
        try {
            running(tenant, subject).signal("clockSet", set);
        } catch (WorkflowNotFoundException e) {
            // the loop has ended: it will be started with the new clock
        }
    }

    /**
     * What the loop says of itself.
     *
     * @throws WorkflowNotFoundException if the subject never had a loop
     */
    public LoopView view(TenantId tenant, SubjectId subject) {
        return running(tenant, subject).query("view", LoopView.class);
    }

    /** The subjects of an organisation whose loops run, as the server lists them: its lists follow by a moment. */
    public Set<SubjectId> running(TenantId tenant) {
        return listed(tenant, "ExecutionStatus = 'Running'");
    }

    /**
     * The subjects of an organisation whose loops have ended since a moment.
     *
     * @param since real time
     */
    public Set<SubjectId> endedSince(TenantId tenant, Instant since) {
        return listed(tenant, "ExecutionStatus != 'Running' and CloseTime > '" + since + "'");
    }

    private Set<SubjectId> listed(TenantId tenant, String condition) {
        String prefix = "subject-" + tenant + "-";
        try (Stream<WorkflowExecutionMetadata> found =
                client.listExecutions("WorkflowId starts_with '" + prefix + "' and " + condition)) {
            return found.map(loop -> loop.getExecution().getWorkflowId().substring(prefix.length()))
                    .map(SubjectId::parse)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    /**
     * Starts a loop whose workflow was lost where it stood; one that runs is left alone.
     *
     * @param state null: it has never looked at its subject
     * @param known search attributes, as the loop would have shown them
     */
    public void restore(TenantId tenant, SubjectId subject, SubjectLoopState state, SearchAttributes known) {
        WorkflowOptions options = WorkflowOptions.newBuilder(
                        options(tenant, subject, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING))
                .setTypedSearchAttributes(known)
                .build();
        SubjectLoopWorkflow loop = client.newWorkflowStub(SubjectLoopWorkflow.class, options);
        WorkflowClient.start(
                loop::run, new SubjectLoopInput(tenant.value(), subject.value(), clock.get(), settings, state));
    }

    /**
     * Ends a loop from outside, without a word of it to the database; nothing happens if it is not running.
     *
     * @param reason for operators
     */
    public void end(TenantId tenant, SubjectId subject, String reason) {
        try {
            running(tenant, subject).terminate(reason);
        } catch (WorkflowNotFoundException e) {
            // it has ended by itself meanwhile
        }
    }

    /** How long after a decision a subject is looked at again without news, in business time. */
    public Duration reviewEvery() {
        return settings.reviewEvery();
    }

    private WorkflowStub running(TenantId tenant, SubjectId subject) {
        return client.newUntypedWorkflowStub(workflowId(tenant, subject));
    }

    private SubjectLoopInput input(TenantId tenant, SubjectId subject) {
        return new SubjectLoopInput(tenant.value(), subject.value(), clock.get(), settings, null);
    }

    private SubjectLoopWorkflow loop(TenantId tenant, SubjectId subject, WorkflowIdConflictPolicy conflict) {
        return client.newWorkflowStub(SubjectLoopWorkflow.class, options(tenant, subject, conflict));
    }

    private static WorkflowOptions options(TenantId tenant, SubjectId subject, WorkflowIdConflictPolicy conflict) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(tenant, subject))
                .setTaskQueue(TaskQueues.LOOP)
                .setWorkflowIdConflictPolicy(conflict)
                // a deal that was closed and is reopened gets a new run
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setStaticSummary("Loop of one deal: analyze, generate, present, track, learn")
                .build();
    }
}
