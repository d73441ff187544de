package nextbest.workflows.subjectloop;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.RepDisposition;
import nextbest.time.BusinessClock;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;

/** One loop in a {@link TestHouse}, with a fake database and a fake way to the rep. */
final class Loops implements AutoCloseable {
    static final TenantId TENANT = new TenantId(UUID.fromString("01970000-0000-7000-8000-000000000001"));
    static final SubjectId SUBJECT = new SubjectId(UUID.fromString("01970000-0000-7000-8000-000000000002"));
    static final RepId REP = new RepId(UUID.fromString("01970000-0000-7000-8000-000000000003"));
    static final String ID = SubjectLoops.workflowId(TENANT, SUBJECT);

    final TestHouse house = new TestHouse();
    final FakeDatabase database = new FakeDatabase();
    final FakeOutbox outbox = new FakeOutbox();
    final SubjectLoops subjects;
    private volatile BusinessClock clock;

    Loops() {
        this(TestHouse.wall());
    }

    Loops(BusinessClock clock) {
        this.clock = clock;
        Worker loop = house.worker(TaskQueues.LOOP);
        loop.registerWorkflowImplementationTypes(SubjectLoopWorkflowImpl.class);
        loop.registerActivitiesImplementations(database);
        house.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(outbox);
        house.start();
        subjects = new SubjectLoops(house.client(), () -> this.clock, LoopSettings.standard());
    }

    void news() {
        subjects.tell(TENANT, SUBJECT, 1, "test");
    }

    /** News, and what it brings about at once. */
    void newsAndSettle() {
        news();
        house.settle();
    }

    RepAnswer accepted(String id, UUID decision) {
        return new RepAnswer(
                id,
                decision,
                1,
                RepDisposition.ACCEPTED,
                null,
                null,
                null,
                null,
                business(),
                REP.value(),
                "api",
                "rep");
    }

    AnswerReceipt answer(RepAnswer answer) {
        return subjects.answer(TENANT, SUBJECT, answer);
    }

    void set(BusinessClock next) {
        clock = next;
        subjects.clockSet(TENANT, SUBJECT, next);
    }

    BusinessClock clock() {
        return clock;
    }

    Instant business() {
        return clock.at(house.now());
    }

    LoopView view() {
        return subjects.view(TENANT, SUBJECT);
    }

    void pass(Duration duration) {
        house.pass(duration);
    }

    WorkflowStub stub() {
        return house.client().newUntypedWorkflowStub(ID);
    }

    /** Waits for the end, skipping time. */
    void awaitEnd() {
        stub().getResult(Void.class);
    }

    boolean isEnded() {
        HistoryEvent last = events().getLast();
        return last.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
    }

    List<HistoryEvent> events() {
        return house.history(ID);
    }

    long count(EventType type) {
        return house.count(ID, type);
    }

    /** What an operator reads on the loop's page. */
    String details() {
        return stub().query(WorkflowClient.QUERY_TYPE_WORKFLOW_METADATA, WorkflowMetadata.class)
                .getCurrentDetails();
    }

    @Override
    public void close() {
        house.close();
    }
}
