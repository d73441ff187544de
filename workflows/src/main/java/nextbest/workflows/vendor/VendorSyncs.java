package nextbest.workflows.vendor;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.workflows.TaskQueues;

/** How the rest of the house talks to the lines. */
public final class VendorSyncs {
    private final WorkflowClient client;

    public VendorSyncs(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /** The vendor called, or something waits to be written; starts the line if it is not running. */
    public void called(UUID tenant, String source) {
        VendorSyncWorkflow line = stub(tenant, source);
        var batch = client.newSignalWithStartRequest();
        batch.add(line::run, new VendorSyncInput(tenant, source, false));
        batch.add(line::called);
        client.signalWithStart(batch);
    }

    /** The connection was made or changed; starts the line if it is not running. */
    public void goOn(UUID tenant, String source) {
        VendorSyncWorkflow line = stub(tenant, source);
        var batch = client.newSignalWithStartRequest();
        batch.add(line::run, new VendorSyncInput(tenant, source, false));
        batch.add(line::goOn);
        client.signalWithStart(batch);
    }

    /** Ends the line; nothing happens if it is not running. */
    public void stop(UUID tenant, String source) {
        try {
            client.newUntypedWorkflowStub(VendorSyncWorkflow.workflowId(tenant, source))
                    .signal("stop");
        } catch (WorkflowNotFoundException e) {
            // it has ended
        }
    }

    /**
     * Looks at the vendor and waits for what is seen.
     *
     * @throws io.temporal.client.WorkflowException if that was not possible
     */
    public VendorSurvey survey(UUID tenant, String source) {
        return client.newWorkflowStub(
                        VendorSurveyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("vendor-survey-" + tenant + "-" + source)
                                .setTaskQueue(TaskQueues.LOOP)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .setWorkflowIdReusePolicy(
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                                .setWorkflowExecutionTimeout(Duration.ofMinutes(3))
                                .setStaticSummary("A look at " + source)
                                .build())
                .run(new VendorRequest(tenant, source));
    }

    /**
     * Looks at or changes a deal at the vendor, and waits for it.
     *
     * @return the value that stands there now
     * @throws io.temporal.client.WorkflowException if that was not possible
     */
    public String record(VendorRecordRequest request) {
        String what = request.changes()
                ? request.key()
                : "look-" + request.source() + "-" + request.deal() + "-" + request.field() + request.contact();
        return client.newWorkflowStub(
                        VendorRecordWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("vendor-record-" + request.tenant() + "-" + what)
                                .setTaskQueue(TaskQueues.LOOP)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .setWorkflowIdReusePolicy(
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                                .setWorkflowExecutionTimeout(Duration.ofMinutes(1))
                                .setStaticSummary((request.changes() ? "A change of " : "A look at ") + "a deal at "
                                        + request.source())
                                .build())
                .run(request);
    }

    /** Where the line stands; empty if it is not running. */
    public Optional<VendorSyncView> view(UUID tenant, String source) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(VendorSyncWorkflow.workflowId(tenant, source))
                    .query("view", VendorSyncView.class));
        } catch (WorkflowNotFoundException e) {
            return Optional.empty();
        }
    }

    private VendorSyncWorkflow stub(UUID tenant, String source) {
        return client.newWorkflowStub(
                VendorSyncWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(VendorSyncWorkflow.workflowId(tenant, source))
                        .setTaskQueue(TaskQueues.LOOP)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("The line to " + source)
                        .build());
    }
}
