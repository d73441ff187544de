package nextbest.workflows.report;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import nextbest.identity.TenantId;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.WallClockSchedule;

/** How the rest of the house talks to the reports by mail. */
public final class ReportRuns {
    /** The id of the rounds' schedule. */
    public static final String ROUNDS = "report-rounds";

    /** On the wall clock; when a report is due is a question to the business clock, which may run faster. */
    static final Duration EVERY = Duration.ofMinutes(1);

    private final WorkflowClient client;
    private final Supplier<BusinessClock> clock;

    /** @param clock gives the business clock as it is now */
    public ReportRuns(WorkflowClient client, Supplier<BusinessClock> clock) {
        this.client = Objects.requireNonNull(client, "client");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The id of an organisation's process. */
    public static String workflowId(TenantId tenant) {
        return "report-" + tenant;
    }

    private LoopReportWorkflow stub(TenantId tenant) {
        return client.newWorkflowStub(
                LoopReportWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId(tenant))
                        .setTaskQueue(TaskQueues.LOOP)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        // it ends when nobody wants reports, and starts again with the first who does
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("Loop report by mail")
                        .build());
    }

    /** Starts an organisation's process if it is not running; one that runs does not notice. */
    public void ensure(TenantId tenant) {
        var execution = WorkflowClient.start(stub(tenant)::run, new LoopReportInput(tenant.value(), clock.get(), null));
        assert execution != null;
    }

    /** Says that somebody should be told of alerts; starts the process if it is not running. */
    public void alertsWait(TenantId tenant) {
        BusinessClock now = clock.get();
        LoopReportWorkflow reports = stub(tenant);
        var batch = client.newSignalWithStartRequest();
        batch.add(reports::run, new LoopReportInput(tenant.value(), now, null));
        batch.add(reports::alertsWait, now);
        client.signalWithStart(batch);
    }

    /** Says that who gets the report, or when, was changed; nothing happens if the process is not running. */
    public void settingsChanged(TenantId tenant) {
        tell(tenant, running -> running.signal("settingsChanged"));
    }

    /** Tells an organisation's process that the business clock was set; nothing happens if it is not running. */
    public void clockSet(TenantId tenant, BusinessClock set) {
        tell(tenant, running -> running.signal("clockSet", set));
    }

    private void tell(TenantId tenant, java.util.function.Consumer<WorkflowStub> word) {
        try {
            word.accept(running(tenant));
        } catch (WorkflowNotFoundException e) {
            // it has ended: it starts with what holds then
        }
    }

    /** @throws WorkflowNotFoundException if it is not running */
    public void pause(TenantId tenant) {
        running(tenant).signal("pause");
    }

    /** @throws WorkflowNotFoundException if it is not running */
    public void resume(TenantId tenant) {
        running(tenant).signal("resume");
    }

    /**
     * What an organisation's reports say of themselves.
     *
     * @throws WorkflowNotFoundException if they never ran
     */
    public LoopReportView view(TenantId tenant) {
        return running(tenant).query("view", LoopReportView.class);
    }

    private WorkflowStub running(TenantId tenant) {
        return client.newUntypedWorkflowStub(workflowId(tenant));
    }

    /**
     * Sends a report that somebody asked for.
     *
     * @param request with a key of its own
     * @return what became of it; empty if it is still on its way after a while
     */
    public Optional<SentReport> send(SendReportRequest request, Duration patience) {
        AskedReport asked = client.newWorkflowStub(
                AskedReport.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(AskedReport.workflowId(request.tenant(), request.reader()))
                        .setTaskQueue(TaskQueues.LOOP)
                        // who asks twice gets the one that is on its way
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("Loop report that somebody asked for")
                        .build());
        var execution = WorkflowClient.start(asked::run, request);
        assert execution != null;
        try {
            return Optional.of(WorkflowStub.fromTyped(asked)
                    .getResult(patience.toMillis(), TimeUnit.MILLISECONDS, SentReport.class));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Sees that the rounds run, as {@link WallClockSchedule#ensure} does. */
    public static void ensureRounds(WorkflowClient client) {
        new WallClockSchedule(
                        ROUNDS,
                        ReportRound.class,
                        "Look for reports and alerts to be mailed",
                        "Starts the reports of organisations in which somebody wants them, and tells of new alerts.",
                        EVERY,
                        EVERY,
                        true)
                .ensure(client);
    }
}
