package nextbest.workflows.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import java.util.UUID;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.Test;

class ScreeningTest {
    private static final UUID TENANT = UUID.fromString("01970000-0000-7000-8000-000000000001");
    private static final UUID SCREENING = UUID.fromString("01970000-0000-7000-8000-000000000002");
    private static final ScreeningState DONE =
            new ScreeningState(ScreeningState.Step.DONE, 3, FakeScreening.CLIENTS, 50, 10, 0, 4, null);

    @Test
    void aScreeningGoesOnWhereAPartFailedAndCountsNothingTwice() {
        FakeScreening house = new FakeScreening(ScreeningInput.of(TENANT, SCREENING));
        try (TestHouse test = house(house)) {
            new ScreeningRuns(test.client()).start(TENANT, SCREENING);
            new ScreeningRuns(test.client()).start(TENANT, SCREENING);
            assertThat(result(test)).isEqualTo(DONE);
        }
        // one part failed and was tried again
        assertThat(house.screened).hasSize(FakeScreening.CLIENTS + 1);
        assertThat(house.closed).hasSize(1);
    }

    @Test
    void aLongScreeningContinuesAsANewRunWithItsCounts() {
        FakeScreening house = new FakeScreening(ScreeningInput.of(TENANT, SCREENING));
        try (TestHouse test = house(house)) {
            ScreeningWorkflow screening = test.client()
                    .newWorkflowStub(
                            ScreeningWorkflow.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(TaskQueues.LOOP)
                                    .setWorkflowId(ScreeningWorkflow.workflowId(TENANT, SCREENING))
                                    .build());
            assertThat(screening.run(new ScreeningInput(TENANT, SCREENING, 2, null)))
                    .isEqualTo(DONE);
        }
        assertThat(house.told).hasSize(1);
        assertThat(house.screened).hasSize(FakeScreening.CLIENTS + 1);
    }

    @Test
    void aRoundStartsWhatIsDueAndLeavesAloneWhatRuns() {
        FakeScreening house = new FakeScreening(ScreeningInput.of(TENANT, SCREENING));
        try (TestHouse test = house(house)) {
            assertThat(round(test, "round-1").run()).isEqualTo(1);
            assertThat(result(test)).isEqualTo(DONE);
        }
        assertThat(house.closed).hasSize(1);
    }

    @Test
    void anOperatorReadsCountsAndNoNames() {
        assertThat(DONE.details())
                .contains("**done**", "clients screened: 5", "of which proposed: 10", "loops told: 4");
    }

    private static ScreeningRound round(TestHouse test, String id) {
        return test.client()
                .newWorkflowStub(
                        ScreeningRound.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.LOOP)
                                .setWorkflowId(id)
                                .build());
    }

    private static ScreeningState result(TestHouse test) {
        return test.client()
                .newUntypedWorkflowStub(ScreeningWorkflow.workflowId(TENANT, SCREENING))
                .getResult(ScreeningState.class);
    }

    private static TestHouse house(FakeScreening screening) {
        TestHouse test = new TestHouse();
        Worker loop = test.worker(TaskQueues.LOOP);
        loop.registerWorkflowImplementationTypes(ScreeningWorkflowImpl.class, ScreeningRoundImpl.class);
        loop.registerActivitiesImplementations(screening);
        test.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(screening);
        test.start();
        return test;
    }
}
