package nextbest.workflows.report;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.time.BusinessClock;
import nextbest.workflows.Attempts;
import nextbest.workflows.Errand;
import nextbest.workflows.WorkflowClock;
import org.slf4j.Logger;

/** See {@link LoopReportWorkflow}. One state record, restored before any handler runs; only {@link #run} acts. */
public final class LoopReportWorkflowImpl implements LoopReportWorkflow {
    private static final Logger LOG = Workflow.getLogger(LoopReportWorkflowImpl.class);
    /** How long a step that failed for good is left alone, in real time: it is about processes. */
    private static final Duration REST = Duration.ofMinutes(5);
    /** A report that is said to be due already would keep the loop spinning. */
    private static final Duration AT_LEAST = Duration.ofMinutes(1);

    private final ReportActivities own =
            Workflow.newLocalActivityStub(ReportActivities.class, Attempts.onOurDatabase());

    /** The next report, or a pause, overtakes it. */
    private final SendReportActivities outside = Workflow.newActivityStub(
            SendReportActivities.class,
            Attempts.untilOvertaken(Duration.ofMinutes(5), "Send the loop report or its alerts to one reader"));

    private final UUID tenant;
    private final WorkflowClock clock;
    /** A reader whose server is away does not keep the others waiting. */
    private final List<Errand<SentReport>> underWay = new ArrayList<>();

    private LoopReportState state;
    private boolean withoutReports;
    private String waitsFor = "its first look at the calendar";

    @WorkflowInit
    public LoopReportWorkflowImpl(LoopReportInput input) {
        this.tenant = input.tenant();
        this.clock = new WorkflowClock(input.clock());
        this.state = input.state() == null ? LoopReportState.initial() : input.state();
    }

    @Override
    public void run(LoopReportInput input) {
        while (!isOver()) {
            step();
            continueAsNewIfSuggested();
        }
        waitingFor("nothing: it has ended, as it is switched off or reaches nobody, and a round starts it again");
    }

    private void step() {
        try {
            takeBack();
            if (state.paused()) {
                giveUp();
                sleep(Optional.empty(), "a person to resume it");
            } else if (state.alertsWait()) {
                state = state.withAlertsWait(false);
                tellOfAlerts();
            } else if (state.next() == null && !withoutReports) {
                plan();
            } else if (clock.reached(nextAt())) {
                ReportTime due = state.next();
                giveUp();
                plan();
                send(due);
            } else if (!isOver()) {
                sleep(nextAt(), reason());
            }
        } catch (ActivityFailure failure) {
            rest(failure);
        }
    }

    private boolean isOver() {
        return withoutReports && underWay.isEmpty() && !state.alertsWait() && !state.paused();
    }

    private void plan() {
        Instant now = clock.now();
        ReportTime next = own.nextReport(new ReportTimeRequest(tenant, now));
        withoutReports = next.at() == null;
        Instant earliest = now.plus(AT_LEAST);
        state = state.withNext(
                withoutReports
                        ? null
                        : next.at().isBefore(earliest) ? new ReportTime(earliest, next.from(), next.until()) : next);
    }

    private void send(ReportTime due) {
        for (UUID reader : own.readers(new ReportReadersRequest(tenant, false)).readers()) {
            SendReportRequest request = new SendReportRequest(
                    tenant, reader, SendReportRequest.key(reader, due), due.from(), due.until(), false);
            underWay(() -> outside.send(request));
        }
    }

    private void tellOfAlerts() {
        for (UUID reader : own.readers(new ReportReadersRequest(tenant, true)).readers()) {
            SendAlertsRequest request = new SendAlertsRequest(tenant, reader, "report-alerts-" + WorkflowClock.newId());
            underWay(() -> outside.sendAlerts(request));
        }
    }

    private void underWay(Functions.Func<SentReport> activity) {
        underWay.add(Errand.send(activity));
    }

    /** Takes in what is back. */
    private void takeBack() {
        for (Errand<SentReport> errand : List.copyOf(underWay)) {
            if (errand.isBack()) {
                underWay.remove(errand);
                finish(errand);
            }
        }
    }

    /** Gives up what is not back; an attempt that is running is waited for. */
    private void giveUp() {
        List<Errand<SentReport>> all = List.copyOf(underWay);
        underWay.clear();
        all.forEach(this::finish);
    }

    private void finish(Errand<SentReport> errand) {
        try {
            errand.finish().ifPresent(result -> state = state.after(result));
        } catch (ActivityFailure failure) {
            // for one reader, for good: the others get theirs
            LOG.warn("a report could not be sent", failure);
        }
    }

    private String reason() {
        String mails = underWay.size() + (underWay.size() == 1 ? " mail" : " mails") + " to go out";
        if (state.next() == null) {
            return mails;
        }
        String report = "the report of " + state.next().days();
        return underWay.isEmpty() ? report : mails + ", and then for " + report;
    }

    private void rest(ActivityFailure failure) {
        LOG.warn("{} failed and is tried again", failure.getActivityType(), failure);
        waitingFor("a few minutes to pass, as " + failure.getActivityType() + " failed");
        LoopReportState before = state;
        WorkflowClock.rest(
                REST, "Rest before " + failure.getActivityType() + " is tried again", () -> !state.equals(before));
    }

    private void sleep(Optional<Instant> moment, String reason) {
        waitingFor(reason);
        LoopReportState before = state;
        boolean over = withoutReports;
        clock.sleepUntil(
                moment,
                "wait for " + reason,
                () -> !state.equals(before)
                        || withoutReports != over
                        || underWay.stream().anyMatch(Errand::isBack));
    }

    private Optional<Instant> nextAt() {
        return Optional.ofNullable(state.next()).map(ReportTime::at);
    }

    private void waitingFor(String reason) {
        waitsFor = reason;
        Workflow.setCurrentDetails("Waits for " + reason
                + nextAt().filter(_ -> !state.paused())
                        .map(at -> ".\n\nNext report: " + at + " (business time)")
                        .orElse("")
                + ".\n\nMails so far: " + state.sent());
    }

    private void continueAsNewIfSuggested() {
        if (Workflow.getInfo().isContinueAsNewSuggested()
                && Workflow.isEveryHandlerFinished()
                && underWay.isEmpty()
                && !isOver()) {
            Workflow.continueAsNew(new LoopReportInput(tenant, clock.clock(), state));
        }
    }

    @Override
    public void alertsWait(BusinessClock seen) {
        state = state.withAlertsWait(true);
        follow(seen);
    }

    @Override
    public void settingsChanged() {
        planAnew();
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
    public void clockSet(BusinessClock set) {
        follow(set);
    }

    private void follow(BusinessClock seen) {
        if (clock.follow(seen)) {
            // it may have been set back or far ahead: the calendar is asked again
            planAnew();
        }
    }

    private void planAnew() {
        state = state.withNext(null);
        withoutReports = false;
    }

    @Override
    public LoopReportView view() {
        return new LoopReportView(
                waitsFor, state.paused() ? null : nextAt().orElse(null), state.sent(), underWay.size());
    }
}
