package nextbest.workflows.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import java.util.UUID;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.Test;

class RetrainingTest {
    private static final UUID TENANT = UUID.fromString("01970000-0000-7000-8000-000000000001");

    @Test
    void aTrainingThatIsRepeatedIsOneVersionAndIsSettledOnce() {
        FakeTraining house = new FakeTraining(new RetrainingInput(TENANT, "monthly"));
        try (TestHouse test = house(house)) {
            RetrainingResult result = new Retrainings(test.client()).train(TENANT, "asked");
            assertThat(result).isEqualTo(new RetrainingResult(7, false, false, 3));
        }
        assertThat(house.trained).hasSize(2);
        assertThat(house.trained.getFirst()).isEqualTo(house.trained.getLast());
        assertThat(house.settled).containsExactly(house.trained.getFirst());
        assertThat(house.trained.getFirst().reason()).isEqualTo("asked");
    }

    @Test
    void aRoundStartsWhatIsDueAndDoesNotWaitForIt() {
        FakeTraining house = new FakeTraining(new RetrainingInput(TENANT, "acceptance-fell"));
        try (TestHouse test = house(house)) {
            RetrainingRound round = test.client()
                    .newWorkflowStub(
                            RetrainingRound.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(TaskQueues.LOOP)
                                    .setWorkflowId("round")
                                    .build());
            assertThat(round.run()).isEqualTo(1);
            RetrainingResult result = test.client()
                    .newUntypedWorkflowStub(RetrainingWorkflow.workflowId(TENANT))
                    .getResult(RetrainingResult.class);
            assertThat(result.version()).isEqualTo(7);
        }
        assertThat(house.settled)
                .singleElement()
                .extracting(TrainRequest::reason)
                .isEqualTo("acceptance-fell");
    }

    private static TestHouse house(FakeTraining training) {
        TestHouse test = new TestHouse();
        Worker loop = test.worker(TaskQueues.LOOP);
        loop.registerWorkflowImplementationTypes(RetrainingWorkflowImpl.class, RetrainingRoundImpl.class);
        loop.registerActivitiesImplementations(training);
        test.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(training);
        test.start();
        return test;
    }
}
