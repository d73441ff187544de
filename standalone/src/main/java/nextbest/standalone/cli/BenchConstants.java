package nextbest.standalone.cli;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.TemporalServer;
import nextbest.time.BusinessClock;
import nextbest.worker.WorkerSettings;
import nextbest.workflows.SearchAttributes;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.subjectloop.AnswerReceipt;
import nextbest.workflows.subjectloop.DecideRequest;
import nextbest.workflows.subjectloop.DecideResult;
import nextbest.workflows.subjectloop.LearnRequest;
import nextbest.workflows.subjectloop.LearnResult;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.PresentActivities;
import nextbest.workflows.subjectloop.PresentRequest;
import nextbest.workflows.subjectloop.PresentResult;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoopActivities;
import nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.subjectloop.SubjectRequest;

/**
 * The loops as they are, on a Temporal server of their own, with activities that return constants: what a cycle costs before
 * we do anything in it.
 */
final class BenchConstants implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final TemporalServer server;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final SubjectLoops loops;
    private long subjects;

    private BenchConstants(TemporalServer server) {
        this.server = server;
        this.stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .build());
        this.client = PayloadJson.client(stubs, server.namespace());
        BusinessClock clock = new BusinessClock(NOW, NOW, 1, 1);
        this.loops =
                new SubjectLoops(client, () -> clock, new LoopSettings(Duration.ofSeconds(1), Duration.ofDays(36_500)));
        WorkerSettings settings = WorkerSettings.laptop();
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(settings.cachedWorkflows())
                        .build());
        var loop = factory.newWorker(
                TaskQueues.LOOP,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentWorkflowTaskExecutionSize(settings.workflowTasks())
                        .setMaxConcurrentLocalActivityExecutionSize(settings.localActivities())
                        .build());
        loop.registerWorkflowImplementationTypes(SubjectLoopWorkflowImpl.class);
        loop.registerActivitiesImplementations(new Decided());
        factory.newWorker(
                        TaskQueues.OUTBOUND,
                        WorkerOptions.newBuilder()
                                .setMaxConcurrentActivityExecutionSize(settings.outboundActivities())
                                .build())
                .registerActivitiesImplementations(new Presented());
        factory.start();
    }

    static BenchConstants start(DataFolder data) {
        return new BenchConstants(TemporalServer.start(
                data,
                TemporalServer.Settings.laptop(SearchAttributes.all().stream()
                        .collect(Collectors.toMap(
                                key -> key.getName(),
                                key -> io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD))),
                line -> {}));
    }

    /** Starts so many new loops, and waits until so many track; gives the seconds. */
    double cycle(int deals, int tracking) throws InterruptedException {
        long started = System.nanoTime();
        for (int i = 0; i < deals; i++) {
            loops.tell(TENANT, new SubjectId(new UUID(2, ++subjects)), 3, "bench");
        }
        BenchDeals.awaitTracking(client, tracking);
        return BenchVerb.seconds(started);
    }

    @Override
    public void close() {
        factory.shutdownNow();
        stubs.shutdownNow();
        server.close();
    }

    /** Always the same decision. */
    static final class Decided implements SubjectLoopActivities {
        @Override
        public DecideResult decide(DecideRequest request) {
            return new DecideResult(
                    DecideResult.Status.DECIDED,
                    request.decision(),
                    request.card(),
                    true,
                    true,
                    new UUID(3, 3),
                    "segment",
                    "high",
                    "under-100k",
                    null);
        }

        @Override
        public AnswerReceipt recordAnswer(SubjectRequest subject, RepAnswer answer) {
            return new AnswerReceipt(AnswerReceipt.Status.DUPLICATE, answer.disposition(), null, null, null, null);
        }

        @Override
        public LearnResult learn(LearnRequest request) {
            return new LearnResult(0, null);
        }

        @Override
        public void withdraw(SubjectRequest subject) {}
    }

    /** Always delivered, with a window that closes in a week. */
    static final class Presented implements PresentActivities {
        @Override
        public PresentResult present(PresentRequest request) {
            return new PresentResult("delivered", request.at().plus(Duration.ofDays(7)));
        }
    }
}
