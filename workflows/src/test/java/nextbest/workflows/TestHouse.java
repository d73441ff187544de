package nextbest.workflows;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nextbest.time.BusinessClock;
import nextbest.workflows.payload.PayloadJson;

/**
 * A server in memory whose time skips, with workers that run the real workflows. Nothing is cached, so that every workflow task
 * replays its whole history: each test is also a replay test.
 */
public final class TestHouse implements AutoCloseable {
    /** A Monday. */
    public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final TestWorkflowEnvironment environment;

    public TestHouse() {
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setInitialTime(START)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadJson.converter())
                        .setIdentity("test")
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(0)
                        .build())
                .build());
        SearchAttributes.all()
                .forEach(key -> environment.registerSearchAttribute(
                        key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    }

    public Worker worker(String queue) {
        return environment.newWorker(queue);
    }

    public void start() {
        environment.start();
    }

    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Lets time pass, and everything happen that it brings about. */
    public void pass(Duration duration) {
        environment.sleep(duration);
    }

    /** Lets everything settle that needs no time. */
    public void settle() {
        pass(Duration.ofSeconds(1));
    }

    /** Real time, which the test server skips through. */
    public Instant now() {
        return Instant.ofEpochMilli(environment.currentTimeMillis());
    }

    /** The wall clock of an installation that nobody has set. */
    public static BusinessClock wall() {
        return new BusinessClock(Instant.EPOCH, Instant.EPOCH, 1, 0);
    }

    public List<HistoryEvent> history(String workflowId) {
        return client().fetchHistory(workflowId).getEvents();
    }

    /** Real time of the latest event: the server's own time may have skipped far beyond it. */
    public Instant lastEventAt(String workflowId) {
        var time = history(workflowId).getLast().getEventTime();
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public long count(String workflowId, EventType type) {
        return history(workflowId).stream()
                .filter(event -> event.getEventType() == type)
                .count();
    }

    @Override
    public void close() {
        environment.close();
    }
}
