package nextbest.workflows.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nextbest.identity.TenantId;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// a workflow that waits for what never comes would keep the build waiting
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopReportTest {
    private static final TenantId TENANT = new TenantId(UUID.fromString("01970000-0000-7000-8000-000000000001"));

    private final TestHouse house = new TestHouse();
    private final FakeReports office = new FakeReports();
    private BusinessClock clock = TestHouse.wall();
    private ReportRuns runs;

    @BeforeEach
    void start() {
        Worker worker = house.worker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(LoopReportWorkflowImpl.class, AskedReportImpl.class);
        worker.registerActivitiesImplementations(office);
        house.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(office);
        house.start();
        runs = new ReportRuns(house.client(), () -> clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void begin() {
        runs.ensure(TENANT);
        house.settle();
    }

    private WorkflowStub stub() {
        return house.client().newUntypedWorkflowStub(ReportRuns.workflowId(TENANT));
    }

    private String details() {
        return stub().query(WorkflowClient.QUERY_TYPE_WORKFLOW_METADATA, WorkflowMetadata.class)
                .getCurrentDetails();
    }

    @Test
    void theReportOfAWeekGoesOutOnMondayMorning() {
        begin();
        house.pass(Duration.ofDays(7));

        // the test begins on Monday, 2 March, at 10:00 in Berlin: the first report is that of the week that begins then
        assertThat(office.reports).singleElement().satisfies(sent -> {
            assertThat(sent.from()).isEqualTo("2026-03-02");
            assertThat(sent.until()).isEqualTo("2026-03-09");
            assertThat(sent.key()).isEqualTo("report-" + FakeReports.ADA + "-2026-03-02-2026-03-09");
            assertThat(sent.asked()).isFalse();
        });
    }

    @Test
    void theHourFollowsTheZoneWhenItsClocksChange() {
        begin();
        house.pass(Duration.ofDays(27)); // clocks in Berlin change on Sunday, 29 March 2026
        assertThat(runs.view(TENANT).next()).isEqualTo(Instant.parse("2026-03-30T06:00:00Z"));
    }

    @Test
    void oneReaderWhoseServerIsAwayKeepsNobodyWaiting() {
        office.readers = List.of(FakeReports.ADA, FakeReports.BEN);
        office.away.add(FakeReports.ADA);
        begin();
        house.pass(Duration.ofDays(7).plusHours(1));
        assertThat(office.reports).extracting(SendReportRequest::reader).containsExactly(FakeReports.BEN);
        assertThat(details()).contains("1 mail to go out, and then for the report of 2026-03-09 to 2026-03-15");

        office.away.clear();
        house.pass(Duration.ofMinutes(10));
        assertThat(office.reports)
                .extracting(SendReportRequest::reader)
                .containsExactly(FakeReports.BEN, FakeReports.ADA);
        assertThat(runs.view(TENANT).sent()).isEqualTo(2);
    }

    @Test
    void aReportThatCannotGoOutIsOvertakenByTheNext() {
        office.away.add(FakeReports.ADA);
        begin();
        house.pass(Duration.ofDays(14));
        office.away.clear();
        house.pass(Duration.ofMinutes(10));
        assertThat(office.reports).extracting(SendReportRequest::from).containsExactly(LocalDate.parse("2026-03-09"));
    }

    @Test
    void alertsGoOutAtOnceAndTheReportOnItsDay() {
        office.untold = List.of(FakeReports.ADA);
        runs.alertsWait(TENANT);
        house.pass(Duration.ofMinutes(1));
        assertThat(office.alerts)
                .singleElement()
                .satisfies(sent -> assertThat(sent.reader()).isEqualTo(FakeReports.ADA));
        assertThat(office.reports).isEmpty();

        house.pass(Duration.ofDays(7));
        assertThat(office.alerts).hasSize(1);
        assertThat(office.reports).hasSize(1);
    }

    @Test
    void alertsGoOutAlsoWhereTheReportIsSwitchedOff() {
        office.off = true;
        office.untold = List.of(FakeReports.ADA);
        runs.alertsWait(TENANT);
        stub().getResult(Void.class);
        assertThat(office.alerts).hasSize(1);
    }

    @Test
    void withoutReadersItEndsAndTheFirstOneStartsItAgain() {
        office.readers = List.of();
        begin();
        stub().getResult(Void.class);
        office.readers = List.of(FakeReports.BEN);
        begin();
        house.pass(Duration.ofDays(8));
        assertThat(office.reports).extracting(SendReportRequest::reader).containsExactly(FakeReports.BEN);
    }

    @Test
    void aSettingThatIsChangedIsFollowedAtOnce() {
        begin();
        office.off = true;
        runs.settingsChanged(TENANT);
        stub().getResult(Void.class);
        assertThat(office.reports).isEmpty();
    }

    @Test
    void aPausedReportGoesOutWhenItIsResumed() {
        begin();
        runs.pause(TENANT);
        house.pass(Duration.ofDays(9));
        assertThat(office.reports).isEmpty();
        assertThat(runs.view(TENANT).waitsFor()).isEqualTo("a person to resume it");

        runs.resume(TENANT);
        house.pass(Duration.ofMinutes(1));
        assertThat(office.reports).extracting(SendReportRequest::from).containsExactly(LocalDate.parse("2026-03-02"));
    }

    @Test
    void aClockThatIsSetBackSendsThePeriodUnderItsOldKey() {
        begin();
        house.pass(Duration.ofDays(7));
        clock = clock.movedTo(Instant.parse("2026-03-09T06:59:00Z"), house.now());
        runs.clockSet(TENANT, clock);
        house.pass(Duration.ofMinutes(2));
        assertThat(office.reports).hasSize(2);
        assertThat(office.reports)
                .extracting(SendReportRequest::key)
                .containsOnly(office.reports.getFirst().key());
        assertThat(runs.view(TENANT).sent()).isEqualTo(1);
    }

    @Test
    void aReportThatWasAskedForSaysWhatBecameOfIt() {
        SendReportRequest request = new SendReportRequest(
                TENANT.value(),
                FakeReports.BEN,
                "report-asked-1",
                LocalDate.parse("2026-02-24"),
                LocalDate.parse("2026-03-03"),
                true);
        assertThat(runs.send(request, Duration.ofSeconds(20))).hasValue(new SentReport("delivered"));
        assertThat(office.reports).containsExactly(request);
    }

    @Test
    void operatorsReadWhatItWaitsFor() {
        begin();
        assertThat(details())
                .startsWith("Waits for the report of 2026-03-02 to 2026-03-08."
                        + "\n\nNext report: 2026-03-09T07:00:00Z (business time)")
                .contains("Mails so far: 0");
    }
}
