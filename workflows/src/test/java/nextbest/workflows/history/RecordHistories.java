package nextbest.workflows.history;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.RepDisposition;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.digest.DigestActivities;
import nextbest.workflows.digest.DigestResult;
import nextbest.workflows.digest.DigestTime;
import nextbest.workflows.digest.DigestTimeRequest;
import nextbest.workflows.digest.RepDigestWorkflowImpl;
import nextbest.workflows.digest.RepDigests;
import nextbest.workflows.digest.SendDigestActivities;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.report.AskedReport;
import nextbest.workflows.report.AskedReportImpl;
import nextbest.workflows.report.FakeReports;
import nextbest.workflows.report.LoopReportWorkflowImpl;
import nextbest.workflows.report.ReportRound;
import nextbest.workflows.report.ReportRoundActivities;
import nextbest.workflows.report.ReportRoundImpl;
import nextbest.workflows.report.ReportRuns;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.retraining.FakeTraining;
import nextbest.workflows.retraining.RetrainingInput;
import nextbest.workflows.retraining.RetrainingRound;
import nextbest.workflows.retraining.RetrainingRoundImpl;
import nextbest.workflows.retraining.RetrainingWorkflow;
import nextbest.workflows.retraining.RetrainingWorkflowImpl;
import nextbest.workflows.screening.FakeScreening;
import nextbest.workflows.screening.ScreeningInput;
import nextbest.workflows.screening.ScreeningRound;
import nextbest.workflows.screening.ScreeningRoundImpl;
import nextbest.workflows.screening.ScreeningState;
import nextbest.workflows.screening.ScreeningWorkflow;
import nextbest.workflows.screening.ScreeningWorkflowImpl;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.FakeDatabase;
import nextbest.workflows.subjectloop.FakeOutbox;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.LoopStage;
import nextbest.workflows.subjectloop.LoopView;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.sweep.OverdueRequest;
import nextbest.workflows.sweep.StuckRequest;
import nextbest.workflows.sweep.Sweep;
import nextbest.workflows.sweep.SweepActivities;
import nextbest.workflows.sweep.SweepImpl;

/**
 * Runs each workflow through its scenarios on a real server and writes what it did as JSON. A recording is never overwritten:
 * what is there stays, as running workflows have such histories.
 *
 * <p>Arguments: the server's address, the folder to write to, the version in the files' names, and
 * {@code screening} or {@code report} to record that alone. The server must know the search
 * attributes and suggest a new run at {@value #SUGGESTED_LENGTH} events; docs/adr/0003-worker-versioning.md has the command.
 */
public final class RecordHistories {
    static final int SUGGESTED_LENGTH = 80;

    private static final TenantId TENANT = new TenantId(UUID.fromString("01970000-0000-7000-8000-000000000001"));
    /** A business day in two seconds. */
    private static final double RATE = 43_200;

    private static final LoopSettings PACE = new LoopSettings(Duration.ofHours(2), Duration.ofDays(1));

    private final WorkflowClient client;
    private final Path folder;
    private final String version;

    private RecordHistories(WorkflowClient client, Path folder, String version) {
        this.client = client;
        this.folder = folder;
        this.version = version;
    }

    public static void main(String[] arguments) throws Exception {
        WorkflowServiceStubs server = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[0]).build());
        WorkflowClient client = WorkflowClient.newInstance(
                server,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadJson.converter())
                        // the default names the machine
                        .setIdentity("recorder")
                        .build());
        RecordHistories recorder = new RecordHistories(client, Path.of(arguments[1]), arguments[2]);
        if (arguments.length > 3 && arguments[3].equals("screening")) {
            recorder.screening();
        } else if (arguments.length > 3 && arguments[3].equals("report")) {
            recorder.report();
        } else {
            recorder.all();
        }
        server.shutdownNow();
    }

    private void all() throws Exception {
        loop("won", Scene::won);
        loop("review", Scene::reviewed);
        loop("paused", Scene::paused);
        loop("trouble", Scene::trouble);
        loop("asked", Scene::asked);
        loop("cancelled", Scene::cancelled);
        loop("continued", Scene::continued);
        digest();
        sweep();
        retraining();
        screening();
        report();
    }

    private interface Script {
        void play(Scene scene) throws Exception;
    }

    private void loop(String name, Script script) throws Exception {
        FakeDatabase database = new FakeDatabase();
        FakeOutbox outbox = new FakeOutbox();
        SubjectId subject = new SubjectId(UUID.randomUUID());
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(SubjectLoopWorkflowImpl.class);
        worker.registerActivitiesImplementations(database);
        factory.newWorker(TaskQueues.OUTBOUND).registerActivitiesImplementations(outbox);
        factory.start();
        Scene scene = new Scene(client, subject, database, outbox);
        script.play(scene);
        String workflow = SubjectLoops.workflowId(TENANT, subject);
        List<WorkflowExecutionMetadata> runs = runs(workflow);
        for (int i = 0; i < runs.size(); i++) {
            write("subjectloop-" + name + (i == 0 ? "" : "-" + (i + 1)), workflow, runs.get(i));
        }
        factory.shutdownNow();
    }

    /** A loop, and what a script does to it. */
    private static final class Scene {
        private final WorkflowClient client;
        private final SubjectId subject;
        private final FakeDatabase database;
        private final FakeOutbox outbox;
        private final SubjectLoops loops;
        private BusinessClock clock;

        private Scene(WorkflowClient client, SubjectId subject, FakeDatabase database, FakeOutbox outbox) {
            this.client = client;
            this.subject = subject;
            this.database = database;
            this.outbox = outbox;
            this.clock = clock();
            this.loops = new SubjectLoops(client, () -> this.clock, PACE);
        }

        void won() {
            outbox.resultDue(in(Duration.ofDays(3)));
            news();
            until(() -> tracks(1));
            database.resultsDue(in(Duration.ofDays(3)), null);
            answer("answer-1");
            database.dealIs(DecideResult.Status.CLOSED);
            news();
            ended();
        }

        void reviewed() {
            news();
            until(() -> tracks(4));
            loops.stop(TENANT, subject);
            ended();
        }

        void paused() {
            news();
            until(() -> tracks(1));
            loops.pause(TENANT, subject);
            news();
            news();
            until(() -> view().stage() == LoopStage.PAUSED);
            answer("answer-1");
            loops.resume(TENANT, subject);
            until(() -> tracks(2));
            clock = clock.movedTo(business().plus(Duration.ofDays(10)), Instant.now());
            loops.clockSet(TENANT, subject, clock);
            until(() -> tracks(3));
            loops.stop(TENANT, subject);
            ended();
        }

        void trouble() {
            database.failing(6);
            outbox.broken(true);
            news();
            until(() -> !outbox.attempts.isEmpty());
            news();
            until(() -> database.decisions.size() > 1);
            outbox.broken(false);
            until(() -> !outbox.presented.isEmpty());
            outbox.refusing();
            until(() -> database.decisions.size() > 3);
            loops.stop(TENANT, subject);
            ended();
        }

        void asked() {
            database.slow(Duration.ofMillis(200));
            List<CompletableFuture<DecideResult>> asked = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> loops.decideNow(TENANT, subject, "asked-" + i),
                            task -> Thread.ofVirtual().start(task)))
                    .toList();
            news();
            asked.forEach(CompletableFuture::join);
            loops.decideNow(TENANT, subject, "asked-once-more");
            loops.stop(TENANT, subject);
            ended();
        }

        void cancelled() {
            news();
            until(() -> tracks(1));
            stub().cancel("an operator cancels instead of stopping");
            until(() -> !database.withdrawn.isEmpty());
            ended();
        }

        void continued() {
            news();
            until(() -> tracks(1));
            for (int i = 0; i < SUGGESTED_LENGTH; i++) {
                news();
            }
            loops.pause(TENANT, subject);
            until(() -> view().stage() == LoopStage.PAUSED);
            loops.resume(TENANT, subject);
            answer("answer-1");
            loops.stop(TENANT, subject);
            ended();
        }

        private void news() {
            loops.tell(TENANT, subject, 1, "recorded");
        }

        private void answer(String id) {
            var _ = loops.answer(
                    TENANT,
                    subject,
                    new RepAnswer(
                            id,
                            view().decision(),
                            1,
                            RepDisposition.ACCEPTED,
                            null,
                            null,
                            null,
                            null,
                            business(),
                            null,
                            "api",
                            "recorder"));
        }

        private LoopView view() {
            return loops.view(TENANT, subject);
        }

        private boolean tracks(int decisions) {
            return view().stage() == LoopStage.TRACK && view().decisions() >= decisions;
        }

        private Instant business() {
            return clock.at(Instant.now());
        }

        private Instant in(Duration business) {
            return business().plus(business);
        }

        private WorkflowStub stub() {
            return client.newUntypedWorkflowStub(SubjectLoops.workflowId(TENANT, subject));
        }

        private void ended() {
            RecordHistories.ended(stub());
        }
    }

    private void digest() throws Exception {
        RepId rep = new RepId(UUID.randomUUID());
        BusinessClock clock = clock();
        Instant[] latest = new Instant[1];
        DigestActivities calendar = new DigestActivities() {
            @Override
            public DigestTime nextDigestAt(DigestTimeRequest request) {
                Instant at = request.after().plus(Duration.ofDays(1));
                return new DigestTime(at, at.atZone(java.time.ZoneOffset.UTC).toLocalDate());
            }
        };
        SendDigestActivities mail = request -> {
            latest[0] = request.at();
            return new DigestResult("delivered", 2, 0);
        };
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(RepDigestWorkflowImpl.class);
        worker.registerActivitiesImplementations(calendar);
        factory.newWorker(TaskQueues.OUTBOUND).registerActivitiesImplementations(mail);
        factory.start();
        RepDigests digests = new RepDigests(client, () -> clock);
        digests.cardWaiting(TENANT, rep);
        until(() -> digests.view(TENANT, rep).sent() >= 2);
        digests.pause(TENANT, rep);
        digests.clockSet(TENANT, rep, clock.movedTo(latest[0].plus(Duration.ofDays(20)), Instant.now()));
        digests.resume(TENANT, rep);
        until(() -> digests.view(TENANT, rep).sent() >= 3);
        digests.stop(TENANT, rep);
        String workflow = RepDigests.workflowId(TENANT, rep);
        ended(client.newUntypedWorkflowStub(workflow));
        write("repdigest-days", workflow, runs(workflow).getFirst());
        factory.shutdownNow();
    }

    private void sweep() throws Exception {
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(SweepImpl.class);
        worker.registerActivitiesImplementations(new SweepActivities() {
            @Override
            public int forwardUntold() {
                return 2;
            }

            @Override
            public int settleStuck(StuckRequest request) {
                return 1;
            }

            @Override
            public int learnOverdue(OverdueRequest request) {
                return 3;
            }

            @Override
            public int cleanUp() {
                return 4;
            }
        });
        factory.start();
        String workflow = "sweep-" + UUID.randomUUID();
        var _ = client.newWorkflowStub(
                        Sweep.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(workflow)
                                .setTaskQueue(TaskQueues.LOOP)
                                .build())
                .run();
        write("sweep-found", workflow, runs(workflow).getFirst());
        factory.shutdownNow();
    }

    /** A round that finds one organisation due, and its training. */
    private void report() throws Exception {
        TenantId tenant = new TenantId(UUID.randomUUID());
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(
                LoopReportWorkflowImpl.class, AskedReportImpl.class, ReportRoundImpl.class);
        FakeReports office = new FakeReports();
        office.readers = List.of(FakeReports.ADA, FakeReports.BEN);
        office.untold = List.of(FakeReports.ADA);
        ReportRoundActivities round = () -> 1;
        worker.registerActivitiesImplementations(office, round);
        factory.newWorker(TaskQueues.OUTBOUND).registerActivitiesImplementations(office);
        factory.start();
        BusinessClock clock = clock();
        ReportRuns runs = new ReportRuns(client, () -> clock);
        // alerts at once, a report on Monday with one reader whose server is away, a pause, a clock that is set, the
        // end
        runs.alertsWait(tenant);
        until(() -> office.alerts.size() == 1);
        office.away.add(FakeReports.BEN);
        until(() -> runs.view(tenant).sent() == 2);
        office.away.clear();
        until(() -> runs.view(tenant).sent() >= 3);
        runs.pause(tenant);
        runs.clockSet(tenant, clock.movedTo(Instant.parse("2026-06-01T09:00:00Z"), Instant.now()));
        runs.resume(tenant);
        until(() -> runs.view(tenant).sent() >= 5);
        office.off = true;
        runs.settingsChanged(tenant);
        ended(client.newUntypedWorkflowStub(ReportRuns.workflowId(tenant)));
        write(
                "loopreport-weeks",
                ReportRuns.workflowId(tenant),
                runs(ReportRuns.workflowId(tenant)).getFirst());

        var sent = runs.send(
                new SendReportRequest(
                        tenant.value(),
                        FakeReports.ADA,
                        "report-asked-1",
                        LocalDate.parse("2026-02-24"),
                        LocalDate.parse("2026-03-03"),
                        true),
                Duration.ofSeconds(20));
        assert sent.isPresent();
        String asked = AskedReport.workflowId(tenant.value(), FakeReports.ADA);
        write("askedreport-sent", asked, runs(asked).getFirst());

        String looked = "report-round-" + UUID.randomUUID();
        var _ = client.newWorkflowStub(
                        ReportRound.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(looked)
                                .setTaskQueue(TaskQueues.LOOP)
                                .build())
                .run();
        write("reportround-alerts", looked, runs(looked).getFirst());
        factory.shutdownNow();
    }

    private void screening() throws Exception {
        UUID tenant = UUID.randomUUID();
        UUID id = UUID.randomUUID();
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(ScreeningWorkflowImpl.class, ScreeningRoundImpl.class);
        // a part fails and is tried again, and the run continues as a new one
        FakeScreening screening = new FakeScreening(new ScreeningInput(tenant, id, 4, null));
        worker.registerActivitiesImplementations(screening);
        factory.newWorker(TaskQueues.OUTBOUND).registerActivitiesImplementations(screening);
        factory.start();
        String round = "screening-round-" + UUID.randomUUID();
        var _ = client.newWorkflowStub(
                        ScreeningRound.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(round)
                                .setTaskQueue(TaskQueues.LOOP)
                                .build())
                .run();
        write("screeninground-due", round, runs(round).getFirst());
        String workflow = ScreeningWorkflow.workflowId(tenant, id);
        var done = client.newUntypedWorkflowStub(workflow).getResult(ScreeningState.class);
        assert done.step() == ScreeningState.Step.DONE;
        List<WorkflowExecutionMetadata> runs = runs(workflow);
        for (int i = 0; i < runs.size(); i++) {
            write("screening-parts" + (i == 0 ? "" : "-" + (i + 1)), workflow, runs.get(i));
        }
        factory.shutdownNow();
    }

    private void retraining() throws Exception {
        UUID tenant = UUID.randomUUID();
        WorkerFactory factory = factory();
        Worker worker = factory.newWorker(TaskQueues.LOOP);
        worker.registerWorkflowImplementationTypes(RetrainingWorkflowImpl.class, RetrainingRoundImpl.class);
        FakeTraining training = new FakeTraining(new RetrainingInput(tenant, "monthly"));
        worker.registerActivitiesImplementations(training);
        factory.newWorker(TaskQueues.OUTBOUND).registerActivitiesImplementations(training);
        factory.start();
        String round = "retraining-round-" + UUID.randomUUID();
        var _ = client.newWorkflowStub(
                        RetrainingRound.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(round)
                                .setTaskQueue(TaskQueues.LOOP)
                                .build())
                .run();
        write("retraininground-due", round, runs(round).getFirst());
        String workflow = RetrainingWorkflow.workflowId(tenant);
        write("retraining-refused", workflow, runs(workflow).getFirst());
        factory.shutdownNow();
    }

    private WorkerFactory factory() {
        return WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build());
    }

    /** The runs of a workflow, the first one first; a list that the server is slow to bring up to date is waited for. */
    private List<WorkflowExecutionMetadata> runs(String workflow) {
        until(() ->
                client.listExecutions("WorkflowId = '" + workflow + "'").noneMatch(run -> run.getCloseTime() == null)
                        && client.listExecutions("WorkflowId = '" + workflow + "'")
                                .findAny()
                                .isPresent());
        return client.listExecutions("WorkflowId = '" + workflow + "'")
                .sorted(java.util.Comparator.comparing(WorkflowExecutionMetadata::getStartTime))
                .toList();
    }

    private void write(String name, String workflow, WorkflowExecutionMetadata run) throws Exception {
        Path file = folder.resolve(name + "-" + version + ".json");
        if (Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is there already; a recording is not overwritten: use another version");
        }
        String json =
                client.fetchHistory(workflow, run.getExecution().getRunId()).toJson(true);
        Files.writeString(file, json + "\n");
    }

    private static BusinessClock clock() {
        return new BusinessClock(Instant.parse("2026-03-02T09:00:00Z"), Instant.now(), RATE, 1);
    }

    private static void ended(WorkflowStub workflow) {
        try {
            workflow.getResult(Void.class);
        } catch (io.temporal.client.WorkflowFailedException cancelled) {
            // a cancelled workflow has ended, too
        }
    }

    private static void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
