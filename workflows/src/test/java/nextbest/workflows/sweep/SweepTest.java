package nextbest.workflows.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.Test;

class SweepTest {
    /** Finds two subjects and one message, after a first look that fails. */
    private static final class House implements SweepActivities {
        private final List<Duration> asked = new ArrayList<>();
        private final List<Duration> overdue = new ArrayList<>();
        private boolean failed;
        private int cleaned;

        @Override
        public int forwardUntold() {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("the database is away");
            }
            return 2;
        }

        @Override
        public int settleStuck(StuckRequest request) {
            asked.add(request.longerThan());
            return 1;
        }

        @Override
        public int learnOverdue(OverdueRequest request) {
            overdue.add(request.longerThan());
            return 3;
        }

        @Override
        public int cleanUp() {
            return ++cleaned;
        }
    }

    @Test
    void aSweepTellsForgottenNewsAndSettlesWhatIsStuckForHalfAnHour() {
        House house = new House();
        try (TestHouse test = new TestHouse()) {
            Worker worker = test.worker(TaskQueues.LOOP);
            worker.registerWorkflowImplementationTypes(SweepImpl.class);
            worker.registerActivitiesImplementations(house);
            test.start();
            Sweep sweep = test.client()
                    .newWorkflowStub(
                            Sweep.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(TaskQueues.LOOP)
                                    .setWorkflowId("sweep")
                                    .build());
            assertThat(sweep.run()).isEqualTo(new SweepReport(2, 1, 3));
        }
        assertThat(house.asked).containsExactly(Duration.ofMinutes(30));
        assertThat(house.overdue).containsExactly(Duration.ofDays(1));
        assertThat(house.cleaned).isOne();
    }
}
