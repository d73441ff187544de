package nextbest.standalone.parts;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What is set up inside a Temporal server once it runs: the namespace's retention and its search
 * attributes. The server's own start options register attributes only for a namespace that is new,
 * so a later version of nextbest could not add any; this does.
 */
final class TemporalAdministration implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String namespace;
    private final WorkflowServiceStubs workflows;
    private final OperatorServiceStubs operator;

    TemporalAdministration(String address, String namespace) {
        this.namespace = namespace;
        this.workflows = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        this.operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
    }

    /** True when the server answers and knows the namespace. */
    boolean isReady() {
        try {
            workflows
                    .blockingStub()
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    void keepClosedWorkflowsFor(Duration retention) {
        workflows
                .blockingStub()
                .withDeadlineAfter(PATIENCE)
                .updateNamespace(UpdateNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setConfig(NamespaceConfig.newBuilder()
                                .setWorkflowExecutionRetentionTtl(Durations.fromSeconds(retention.toSeconds())))
                        .build());
    }

    /**
     * Registers what is missing.
     *
     * @throws PartException when an attribute exists with another type, or the server has no room for more of a type
     */
    void register(Map<String, IndexedValueType> wanted) {
        Map<String, IndexedValueType> present = operator.blockingStub()
                .withDeadlineAfter(PATIENCE)
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap();
        Map<String, IndexedValueType> missing = new TreeMap<>();
        wanted.forEach((name, type) -> {
            IndexedValueType is = present.get(name);
            if (is == null) {
                missing.put(name, type);
            } else if (is != type) {
                throw new PartException("The search attribute " + name + " of namespace " + namespace
                        + " should be of type " + type + ", but is of type " + is
                        + " already, and Temporal cannot change that. Give it another name.");
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        try {
            operator.blockingStub()
                    .withDeadlineAfter(PATIENCE)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putAllSearchAttributes(missing)
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return;
            }
            throw new PartException("Could not register the search attributes " + missing + " beside " + present, e);
        }
    }

    @Override
    public void close() {
        workflows.shutdownNow();
        operator.shutdownNow();
    }
}
