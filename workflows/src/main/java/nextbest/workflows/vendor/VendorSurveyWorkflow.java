package nextbest.workflows.vendor;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A look at a vendor, reading only: before anything is taken from it, and when something is wrong. */
@WorkflowInterface
public interface VendorSurveyWorkflow {
    @WorkflowMethod
    VendorSurvey run(VendorRequest request);
}
