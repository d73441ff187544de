package nextbest.workflows.digest;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;

/** How the rest of the house talks to the digests of reps. */
public final class RepDigests {
    private final WorkflowClient client;
    private final Supplier<BusinessClock> clock;

    /** @param clock gives the business clock as it is now */
    public RepDigests(WorkflowClient client, Supplier<BusinessClock> clock) {
        this.client = Objects.requireNonNull(client, "client");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The id of a rep's digest workflow. */
    public static String workflowId(TenantId tenant, RepId rep) {
        return "digest-" + tenant + "-" + rep;
    }

    /** Says that a card waits for a rep's next digest; starts the digests if they are not running. */
    public void cardWaiting(TenantId tenant, RepId rep) {
        BusinessClock now = clock.get();
        RepDigestWorkflow digests = client.newWorkflowStub(
                RepDigestWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId(tenant, rep))
                        .setTaskQueue(TaskQueues.LOOP)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        // digests that had nothing to send for long have ended
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("Daily digest of one rep")
                        .build());
        var batch = client.newSignalWithStartRequest();
        batch.add(digests::run, new RepDigestInput(tenant.value(), rep.value(), now, null));
        batch.add(digests::cardWaiting, now);
        client.signalWithStart(batch);
    }

    /** @throws WorkflowNotFoundException if the rep's digests are not running */
    public void pause(TenantId tenant, RepId rep) {
        running(tenant, rep).signal("pause");
    }

    /** @throws WorkflowNotFoundException if the rep's digests are not running */
    public void resume(TenantId tenant, RepId rep) {
        running(tenant, rep).signal("resume");
    }

    /**
     * Ends the digests of a rep; the next waiting card starts them again.
     *
     * @throws WorkflowNotFoundException if the rep's digests are not running
     */
    public void stop(TenantId tenant, RepId rep) {
        running(tenant, rep).signal("stop");
    }

    /** Tells a rep's digests that the business clock was set; nothing happens if they are not running. */
    public void clockSet(TenantId tenant, RepId rep, BusinessClock set) {
        try {
            running(tenant, rep).signal("clockSet", set);
        } catch (WorkflowNotFoundException e) {
            // they have ended: they will be started with the new clock
        }
    }

    /**
     * What a rep's digests say of themselves.
     *
     * @throws WorkflowNotFoundException if the rep never had digests
     */
    public DigestView view(TenantId tenant, RepId rep) {
        return running(tenant, rep).query("view", DigestView.class);
    }

    /** The reps of an organisation whose digests run, as the server lists them: its lists follow by a moment. */
    public Set<RepId> running(TenantId tenant) {
        String prefix = "digest-" + tenant + "-";
        try (Stream<WorkflowExecutionMetadata> found =
                client.listExecutions("WorkflowId starts_with '" + prefix + "' and ExecutionStatus = 'Running'")) {
            return found.map(digests -> digests.getExecution().getWorkflowId().substring(prefix.length()))
                    .map(RepId::parse)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    /**
     * Ends the digests of a rep from outside; nothing happens if they are not running.
     *
     * @param reason for operators
     */
    public void end(TenantId tenant, RepId rep, String reason) {
        try {
            running(tenant, rep).terminate(reason);
        } catch (WorkflowNotFoundException e) {
            // they have ended by themselves meanwhile
        }
    }

    private WorkflowStub running(TenantId tenant, RepId rep) {
        return client.newUntypedWorkflowStub(workflowId(tenant, rep));
    }
}
