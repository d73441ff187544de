package nextbest.workflows.vendor;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A look at a deal at a vendor, or one change of it, while a person waits. */
@WorkflowInterface
public interface VendorRecordWorkflow {
    /** @return the value that stands there now */
    @WorkflowMethod
    String run(VendorRecordRequest request);
}
