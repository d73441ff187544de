package nextbest.workflows.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nextbest.time.BusinessClock;
import nextbest.workflows.TestHouse;
import nextbest.workflows.digest.RepDigestWorkflowImpl;
import nextbest.workflows.report.AskedReportImpl;
import nextbest.workflows.report.LoopReportInput;
import nextbest.workflows.report.LoopReportView;
import nextbest.workflows.report.LoopReportWorkflow;
import nextbest.workflows.report.LoopReportWorkflowImpl;
import nextbest.workflows.report.ReportRoundImpl;
import nextbest.workflows.retraining.RetrainingRoundImpl;
import nextbest.workflows.retraining.RetrainingWorkflowImpl;
import nextbest.workflows.screening.ScreeningRoundImpl;
import nextbest.workflows.screening.ScreeningWorkflowImpl;
import nextbest.workflows.subjectloop.SubjectLoopInput;
import nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl;
import nextbest.workflows.sweep.SweepImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workflows that are running now, or were when a version was released, must be able to go on after a change. */
class RecordedHistoriesTest {
    private static final Path FOLDER = Path.of("src/test/resources/histories");

    static Stream<String> all() throws IOException {
        return names("");
    }

    static Stream<String> loops() throws IOException {
        return names("subjectloop-");
    }

    private static Stream<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreRecordingsOfEachWorkflow() throws IOException {
        assertThat(all().map(name -> name.substring(0, name.indexOf('-'))).distinct())
                .containsExactly(
                        "askedreport",
                        "loopreport",
                        "repdigest",
                        "reportround",
                        "retraining",
                        "retraininground",
                        "screening",
                        "screeninground",
                        "subjectloop",
                        "sweep");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatWasRecordedReplays(String name) throws Exception {
        replay(name, SubjectLoopWorkflowImpl.class);
    }

    /** Waits a second before it does anything: a change of behaviour as small as they come. */
    public static final class ChangedLoop extends DelegatingLoop {
        @WorkflowInit
        public ChangedLoop(SubjectLoopInput input) {
            super(input);
        }

        @Override
        public void run(SubjectLoopInput input) {
            Workflow.sleep(Duration.ofSeconds(1));
            super.run(input);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aChangeWithoutAVersionMarkerIsNoticed(String name) {
        assertThatThrownBy(() -> replay(name, ChangedLoop.class)).hasStackTraceContaining("NonDeterministicException");
    }

    /** The same change, shipped as a change must be. */
    public static final class VersionedLoop extends DelegatingLoop {
        @WorkflowInit
        public VersionedLoop(SubjectLoopInput input) {
            super(input);
        }

        @Override
        public void run(SubjectLoopInput input) {
            if (Workflow.getVersion("wait-first", Workflow.DEFAULT_VERSION, 1) == 1) {
                Workflow.sleep(Duration.ofSeconds(1));
            }
            super.run(input);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aChangeBehindAVersionMarkerReplays(String name) throws Exception {
        replay(name, VersionedLoop.class);
    }

    /** The reports of an organisation, with the same change. */
    public static final class ChangedReports implements LoopReportWorkflow {
        private final LoopReportWorkflowImpl reports;

        @WorkflowInit
        public ChangedReports(LoopReportInput input) {
            this.reports = new LoopReportWorkflowImpl(input);
        }

        @Override
        public void run(LoopReportInput input) {
            Workflow.sleep(Duration.ofSeconds(1));
            reports.run(input);
        }

        @Override
        public void alertsWait(BusinessClock clock) {
            reports.alertsWait(clock);
        }

        @Override
        public void settingsChanged() {
            reports.settingsChanged();
        }

        @Override
        public void pause() {
            reports.pause();
        }

        @Override
        public void resume() {
            reports.resume();
        }

        @Override
        public void clockSet(BusinessClock clock) {
            reports.clockSet(clock);
        }

        @Override
        public LoopReportView view() {
            return reports.view();
        }
    }

    @Test
    void aChangeOfTheReportsWithoutAVersionMarkerIsNoticed() {
        assertThatThrownBy(() -> replay("loopreport-weeks-v1.json", ChangedReports.class))
                .hasStackTraceContaining("NonDeterministicException");
    }

    @Test
    void aReviewWithANewCardCostsTheEventsThatTheDocumentationStates() throws IOException {
        List<HistoryEvent> events = history("subjectloop-review-v1.json").getEvents();
        List<Integer> decisions = IntStream.range(0, events.size())
                .filter(i -> events.get(i).getEventType() == EventType.EVENT_TYPE_MARKER_RECORDED)
                .boxed()
                .toList();
        // from the third decision's marker to the fourth's; the number stands in docs/adr/0003-worker-versioning.md
        assertThat(decisions.get(3) - decisions.get(2)).isEqualTo(14);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRecordingNamesNoMachine(String name) throws IOException {
        assertThat(history(name).getEvents())
                .flatExtracting(RecordedHistoriesTest::identities)
                .allMatch(identity -> identity.isEmpty() || identity.equals("recorder"));
    }

    private static List<String> identities(HistoryEvent event) {
        return List.of(
                event.getWorkflowExecutionStartedEventAttributes().getIdentity(),
                event.getWorkflowTaskStartedEventAttributes().getIdentity(),
                event.getWorkflowTaskCompletedEventAttributes().getIdentity(),
                event.getWorkflowTaskFailedEventAttributes().getIdentity(),
                event.getActivityTaskStartedEventAttributes().getIdentity(),
                event.getWorkflowExecutionSignaledEventAttributes().getIdentity());
    }

    private static void replay(String name, Class<?> loop) throws Exception {
        try (TestHouse house = new TestHouse()) {
            Worker worker = house.worker("replay");
            worker.registerWorkflowImplementationTypes(
                    LoopReportWorkflow.class.isAssignableFrom(loop) ? SubjectLoopWorkflowImpl.class : loop,
                    RepDigestWorkflowImpl.class,
                    SweepImpl.class,
                    RetrainingWorkflowImpl.class,
                    RetrainingRoundImpl.class,
                    ScreeningWorkflowImpl.class,
                    ScreeningRoundImpl.class,
                    AskedReportImpl.class,
                    ReportRoundImpl.class);
            if (name.startsWith("loopreport-")) {
                worker.registerWorkflowImplementationTypes(
                        LoopReportWorkflow.class.isAssignableFrom(loop) ? loop : LoopReportWorkflowImpl.class);
            }
            WorkflowReplayer.replayWorkflowExecution(history(name), worker);
        }
    }

    private static WorkflowExecutionHistory history(String name) throws IOException {
        return WorkflowExecutionHistory.fromJson(Files.readString(FOLDER.resolve(name)));
    }
}
