package nextbest.workflows.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.Test;

/** A deal at a vendor, looked at and changed while a person waits. */
class VendorRecordWorkflowTest {
    private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");

    /** A vendor whose first answer to a change is lost. */
    private static final class Vendor implements VendorRecordActivities {
        private final Map<String, String> values = new ConcurrentHashMap<>(Map.of("7", "discovery"));
        private int asked;

        @Override
        public String value(VendorRecordRequest request) {
            return values.getOrDefault(request.deal(), "");
        }

        @Override
        public void change(VendorRecordRequest request) {
            asked++;
            if (!values.get(request.deal()).equals(request.to())
                    && !values.get(request.deal()).equals(request.from())) {
                throw ApplicationFailure.newNonRetryableFailure("moved", VendorSyncActivities.NEEDS_A_PERSON);
            }
            values.put(request.deal(), request.to());
            if (asked == 1) {
                throw ApplicationFailure.newFailure("the answer was lost", "uncertain");
            }
        }
    }

    private static VendorRecordRequest request(String key, String from, String to) {
        return new VendorRecordRequest(TENANT, "crm", key, "7", "stage", "", from, to);
    }

    @Test
    void aChangeWhoseAnswerWasLostIsAskedForAgainAndOneThatIsRefusedIsNot() {
        Vendor vendor = new Vendor();
        try (TestHouse test = new TestHouse()) {
            Worker loop = test.worker(TaskQueues.LOOP);
            loop.registerWorkflowImplementationTypes(VendorRecordWorkflowImpl.class);
            test.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(vendor);
            test.start();
            VendorSyncs lines = new VendorSyncs(test.client());
            assertThat(lines.record(request("", "", ""))).isEqualTo("discovery");
            assertThat(lines.record(request("k1", "discovery", "proposal"))).isEqualTo("proposal");
            assertThat(vendor.asked).isEqualTo(2);
            assertThat(lines.record(request("k1", "discovery", "proposal")))
                    .as("asked for again under its key")
                    .isEqualTo("proposal");
            assertThatThrownBy(() -> lines.record(request("k2", "negotiation", "discovery")))
                    .isInstanceOf(WorkflowException.class);
            assertThat(vendor.asked).isEqualTo(4);
            assertThat(lines.record(request("", "", ""))).isEqualTo("proposal");
        }
    }
}
