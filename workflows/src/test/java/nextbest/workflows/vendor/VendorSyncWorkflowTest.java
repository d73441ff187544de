package nextbest.workflows.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import nextbest.workflows.TaskQueues;
import nextbest.workflows.TestHouse;
import org.junit.jupiter.api.Test;

class VendorSyncWorkflowTest {
    private static final UUID TENANT = UUID.fromString("01970000-0000-7000-8000-000000000001");

    /** A vendor of three pages, and what was asked of it. */
    private static final class Vendor implements VendorSyncActivities {
        final List<String> steps = new CopyOnWriteArrayList<>();
        final AtomicInteger pages = new AtomicInteger(3);
        volatile boolean needsAPerson;
        volatile boolean walkDue;
        volatile boolean stream;
        final AtomicInteger heard = new AtomicInteger();

        private VendorStep did(String what, boolean more) {
            if (needsAPerson) {
                steps.add(what + "!");
                throw ApplicationFailure.newNonRetryableFailure("the token is not valid", NEEDS_A_PERSON);
            }
            steps.add(what);
            return new VendorStep(more, 1, 0, what.equals("changes") && walkDue, stream);
        }

        @Override
        public VendorSurvey survey(VendorRequest request) {
            return new VendorSurvey(request.source(), List.of(), Map.of(), Map.of());
        }

        @Override
        public VendorStep load(VendorRequest request) {
            return did("load", pages.decrementAndGet() > 0);
        }

        @Override
        public VendorStep drain(VendorRequest request) {
            return did("drain", false);
        }

        @Override
        public VendorStep changes(VendorRequest request) {
            return did("changes", false);
        }

        /** Answers at once, with something the first time. */
        @Override
        public VendorStep listen(VendorRequest request) {
            steps.add("listen");
            return new VendorStep(false, heard.getAndIncrement() == 0 ? 1 : 0, 0, false, true);
        }

        @Override
        public VendorStep write(VendorRequest request) {
            return did("write", false);
        }

        @Override
        public VendorStep walk(VendorRequest request) {
            walkDue = false;
            return did("walk", false);
        }
    }

    private static TestHouse house(Vendor vendor) {
        TestHouse test = new TestHouse();
        Worker loop = test.worker(TaskQueues.LOOP);
        loop.registerWorkflowImplementationTypes(VendorSyncWorkflowImpl.class, VendorSurveyWorkflowImpl.class);
        test.worker(TaskQueues.OUTBOUND).registerActivitiesImplementations(vendor);
        test.start();
        return test;
    }

    @Test
    void everythingIsReadOnceThenCallsThenChangesEveryFiveMinutes() {
        Vendor vendor = new Vendor();
        try (TestHouse test = house(vendor)) {
            VendorSyncs lines = new VendorSyncs(test.client());
            lines.called(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).containsExactly("drain", "write", "load", "load", "load");
            assertThat(lines.view(TENANT, "hubspot").orElseThrow().stage()).isEqualTo("listening");
            vendor.steps.clear();
            lines.called(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).containsExactly("drain", "write");
            vendor.steps.clear();
            test.pass(VendorSyncWorkflowImpl.POLL.plusSeconds(2));
            assertThat(vendor.steps).containsExactly("changes", "drain", "write");
            vendor.steps.clear();
            vendor.walkDue = true;
            test.pass(VendorSyncWorkflowImpl.POLL.plusSeconds(2));
            assertThat(vendor.steps).containsExactly("changes", "drain", "write", "walk");
        }
    }

    /** What is heard is worked through like calls; five times nothing is as good as five minutes. */
    @Test
    void aStreamIsListenedToInsteadOfWaiting() {
        Vendor vendor = new Vendor();
        vendor.stream = true;
        vendor.pages.set(1);
        try (TestHouse test = house(vendor)) {
            VendorSyncs lines = new VendorSyncs(test.client());
            lines.called(TENANT, "salesforce");
            test.settle();
            assertThat(vendor.steps)
                    .startsWith(
                            "drain", "write", "load", "listen", "drain", "write", "listen", "listen", "listen",
                            "listen", "listen", "changes");
            lines.stop(TENANT, "salesforce");
        }
    }

    @Test
    void aLineThatNeedsAPersonRestsUntilOneHasSeenToIt() {
        Vendor vendor = new Vendor();
        vendor.needsAPerson = true;
        try (TestHouse test = house(vendor)) {
            VendorSyncs lines = new VendorSyncs(test.client());
            lines.called(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).containsExactly("drain!");
            assertThat(lines.view(TENANT, "hubspot").orElseThrow().stage()).isEqualTo("waiting for a person");
            // calls do not wake it: they are kept, and nothing has changed
            lines.called(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).hasSize(1);
            vendor.needsAPerson = false;
            lines.goOn(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).startsWith("drain!", "drain", "write", "load");
        }
    }

    @Test
    void aStoppedLineEndsAndStartsAgainWhenItIsCalled() {
        Vendor vendor = new Vendor();
        try (TestHouse test = house(vendor)) {
            VendorSyncs lines = new VendorSyncs(test.client());
            lines.stop(TENANT, "hubspot");
            lines.called(TENANT, "hubspot");
            test.settle();
            lines.stop(TENANT, "hubspot");
            test.settle();
            int before = vendor.steps.size();
            test.pass(Duration.ofHours(1));
            assertThat(vendor.steps).hasSize(before);
            lines.goOn(TENANT, "hubspot");
            test.settle();
            assertThat(vendor.steps).hasSizeGreaterThan(before);
        }
    }

    @Test
    void aSurveyIsAskedForAndAnswered() {
        try (TestHouse test = house(new Vendor())) {
            assertThat(new VendorSyncs(test.client()).survey(TENANT, "hubspot").account())
                    .isEqualTo("hubspot");
        }
    }
}
