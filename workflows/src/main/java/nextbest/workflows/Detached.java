package nextbest.workflows;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Function;

/** What a scheduled round does: look once at what is due, and start it as workflows that outlive the round. */
public final class Detached {
    private Detached() {}

    /** @return how a round looks: twice at most, since the next round comes anyway */
    public static LocalActivityOptions look(Duration atMost) {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(atMost)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
                .build();
    }

    /**
     * Starts a workflow that goes on when this one has ended; from workflow code only.
     *
     * @param summary what operators read beside it
     * @param begin calls its workflow method through {@link io.temporal.workflow.Async}
     * @return false if one with this id is running, so that this one is not needed
     */
    public static <W> boolean start(Class<W> type, String id, String summary, Function<W, Promise<?>> begin) {
        W child = Workflow.newChildWorkflowStub(
                type,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setStaticSummary(summary)
                        .build());
        Promise<?> unused = begin.apply(child);
        assert unused != null;
        try {
            var execution = Workflow.getWorkflowExecution(child).get();
            assert execution != null;
            return true;
        } catch (ChildWorkflowFailure failure) {
            if (failure.getCause() instanceof WorkflowExecutionAlreadyStarted) {
                return false;
            }
            throw failure;
        }
    }
}
