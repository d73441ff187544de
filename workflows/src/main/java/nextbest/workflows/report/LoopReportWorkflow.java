package nextbest.workflows.report;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import nextbest.time.BusinessClock;

/** The loop reports of an organisation by mail, for as long as somebody wants them. */
@WorkflowInterface
public interface LoopReportWorkflow {
    @WorkflowMethod(name = "LoopReport")
    void run(LoopReportInput input);

    /** Somebody should be told of alerts now. Of which, stands in the database. */
    @SignalMethod
    void alertsWait(BusinessClock clock);

    /** Who gets it, or when, was changed. */
    @SignalMethod
    void settingsChanged();

    /** Send nothing for now. A report whose time passes meanwhile goes out when it is resumed. */
    @SignalMethod
    void pause();

    @SignalMethod
    void resume();

    /** The business clock was set. */
    @SignalMethod
    void clockSet(BusinessClock clock);

    /** What it is doing. */
    @QueryMethod
    LoopReportView view();
}
