package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.util.Durations;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One data folder for all: that a server goes on with what it finds is the point. */
@TestMethodOrder(OrderAnnotation.class)
class TemporalServerTest {

    private static final TemporalServer.Settings SETTINGS = TemporalServer.Settings.laptop(Map.of(
            "LoopStage", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            "AmountBand", IndexedValueType.INDEXED_VALUE_TYPE_INT));

    @TempDir
    static Path folder;

    /** The parent that is killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            DataFolder data = DataFolder.claim(Path.of(arguments[0]));
            TemporalServer temporal = TemporalServer.start(data, SETTINGS, line -> {});
            System.out.println("pid " + temporal.pid());
            ChildJvm.readyAndWait();
        }
    }

    /** Where the build's machines are made by .ci/run the server is there, and its absence is a failure. */
    @BeforeAll
    static void needsTheServer() {
        boolean found = TemporalBinary.find().isPresent();
        if (System.getenv("CI") != null) {
            assertThat(found)
                    .as("a Temporal server on the PATH or in the cache")
                    .isTrue();
        }
        assumeTrue(found, () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    @Order(1)
    void startsWithNamespaceRetentionAndSearchAttributesAndKeepsWorkflowsOverARestart() throws Exception {
        int port;
        try (DataFolder data = DataFolder.claim(folder);
                TemporalServer temporal = TemporalServer.start(data, SETTINGS, line -> {})) {
            port = Integer.parseInt(temporal.address().replace("127.0.0.1:", ""));
            assertThat(temporal.version()).startsWith("1.29.");
            assertThat(attributes(temporal)).containsAllEntriesOf(SETTINGS.searchAttributes());
            assertThat(retentionDays(temporal)).isEqualTo(30);
            startWorkflow(temporal);
            if (OS.LINUX.isCurrentOs()) {
                assertThat(ChildJvm.sessionOf(temporal.pid()))
                        .as("a session of its own, so that Ctrl-C in the terminal does not reach it")
                        .isNotEqualTo(ChildJvm.sessionOf(ProcessHandle.current().pid()));
            }
        }
        assertThat(Ports.isFree(port)).as("the server has stopped").isTrue();
        try (DataFolder data = DataFolder.claim(folder);
                TemporalServer temporal = TemporalServer.start(data, SETTINGS, line -> {})) {
            assertThat(temporal.address()).isEqualTo("127.0.0.1:" + port);
            assertThat(temporal.wasAdopted()).isFalse();
            assertThat(runningWorkflows(temporal)).isEqualTo(1);
        }
    }

    @Test
    @Order(2)
    void aLaterVersionsSearchAttributeIsAddedAndAChangedTypeRefused() {
        TemporalServer.Settings more =
                TemporalServer.Settings.laptop(Map.of("Urgency", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        try (DataFolder data = DataFolder.claim(folder);
                TemporalServer temporal = TemporalServer.start(data, more, line -> {})) {
            assertThat(attributes(temporal)).containsKeys("LoopStage", "AmountBand", "Urgency");
        }
        TemporalServer.Settings changed =
                TemporalServer.Settings.laptop(Map.of("LoopStage", IndexedValueType.INDEXED_VALUE_TYPE_INT));
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> TemporalServer.start(data, changed, line -> {}))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("LoopStage")
                    .hasMessageContaining("KEYWORD");
            assertThat(folder.resolve("temporal/process.json"))
                    .as("nothing is left running after a failed start")
                    .doesNotExist();
        }
    }

    @Test
    @Order(3)
    void theOrphanOfAKilledParentIsAdoptedAndOneWithOtherSettingsStopped() throws Exception {
        try (ChildJvm parent = ChildJvm.start(Parent.class, folder)) {
            long orphan = Long.parseLong(parent.said("pid"));
            parent.kill();
            assertThat(ProcessIdentity.of(orphan))
                    .as("the server survives its parent")
                    .isPresent();

            try (DataFolder data = DataFolder.claim(folder)) {
                // Adopted, and left alone again: no close.
                TemporalServer adopted = TemporalServer.start(data, SETTINGS, line -> {});
                assertThat(adopted.wasAdopted()).isTrue();
                assertThat(adopted.pid()).isEqualTo(orphan);
                assertThat(runningWorkflows(adopted)).isEqualTo(1);

                // As if that parent had been killed before it could write its record.
                Files.delete(folder.resolve("temporal/process.json"));
                try (TemporalServer anew = TemporalServer.start(data, SETTINGS, line -> {})) {
                    assertThat(anew.wasAdopted()).isFalse();
                    assertThat(ProcessIdentity.of(orphan)).isEmpty();
                    assertThat(runningWorkflows(anew)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    @Order(4)
    void stateOfAnotherServerVersionIsRefusedWithTheWayOver() throws Exception {
        Path pin = folder.resolve("temporal/version.json");
        String written = Files.readString(pin);
        assertThat(written).contains(Versions.TEMPORAL_SERVER.substring(0, 4));
        Files.writeString(pin, "{\"server\": \"1.17.3\"}");
        try (DataFolder data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> TemporalServer.start(data, SETTINGS, line -> {}))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("written by server 1.17.3")
                    .hasMessageContaining("reconcile");
        } finally {
            Files.writeString(pin, written);
        }
    }

    @Test
    @Order(5)
    void settingsThatTemporalWouldRefuseAreRefusedByName() {
        assertThatThrownBy(
                        () -> new TemporalServer.Settings(0, 0, "n", Map.of(), Duration.ofHours(3), Map.of(), "warn"))
                .hasMessageContaining("retention must be at least one day");
        assertThatThrownBy(() -> new TemporalServer.Settings(0, 0, "n", Map.of(), Duration.ofDays(1), Map.of(), "loud"))
                .hasMessageContaining("logLevel")
                .hasMessageContaining("'loud'");
    }

    private static void startWorkflow(TemporalServer temporal) {
        workflows(
                temporal,
                stubs -> stubs.blockingStub()
                        .startWorkflowExecution(StartWorkflowExecutionRequest.newBuilder()
                                .setNamespace(temporal.namespace())
                                .setWorkflowId("one")
                                .setRequestId("one")
                                .setWorkflowType(WorkflowType.newBuilder().setName("Nobody"))
                                .setTaskQueue(TaskQueue.newBuilder().setName("nobody"))
                                .build()));
    }

    private static long runningWorkflows(TemporalServer temporal) {
        return workflows(
                temporal,
                stubs -> stubs.blockingStub()
                        .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                                .setNamespace(temporal.namespace())
                                .setQuery("ExecutionStatus = 'Running'")
                                .build())
                        .getCount());
    }

    private static long retentionDays(TemporalServer temporal) {
        return workflows(
                temporal,
                stubs -> Durations.toDays(stubs.blockingStub()
                        .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace(temporal.namespace())
                                .build())
                        .getConfig()
                        .getWorkflowExecutionRetentionTtl()));
    }

    private static <T> T workflows(TemporalServer temporal, Function<WorkflowServiceStubs, T> question) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .build());
        try {
            return question.apply(stubs);
        } finally {
            stubs.shutdownNow();
        }
    }

    private static Map<String, IndexedValueType> attributes(TemporalServer temporal) {
        OperatorServiceStubs stubs = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .validateAndBuildWithDefaults());
        try {
            return stubs.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(temporal.namespace())
                            .build())
                    .getCustomAttributesMap();
        } finally {
            stubs.shutdownNow();
        }
    }
}
