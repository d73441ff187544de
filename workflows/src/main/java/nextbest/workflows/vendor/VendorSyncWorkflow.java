package nextbest.workflows.vendor;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** The line between an organisation and one system outside, for as long as they are connected. */
@WorkflowInterface
public interface VendorSyncWorkflow {
    /** The id of a connection's workflow. */
    static String workflowId(UUID tenant, String source) {
        return "vendor-" + tenant + "-" + source;
    }

    @WorkflowMethod
    void run(VendorSyncInput input);

    /** The vendor called, or something waits to be written: looks at once. */
    @SignalMethod
    void called();

    /** A person has seen to what was wrong, or changed the connection: goes on at once. */
    @SignalMethod
    void goOn();

    /** Ends the line after the step under way. */
    @SignalMethod
    void stop();

    /** For operators. */
    @QueryMethod
    VendorSyncView view();
}
