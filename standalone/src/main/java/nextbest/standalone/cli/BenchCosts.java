package nextbest.standalone.cli;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjDoubleConsumer;
import nextbest.identity.SubjectId;
import nextbest.standalone.House;
import nextbest.workflows.subjectloop.SubjectLoops;

/** What a deal costs: rows and bytes in PostgreSQL, events and bytes in Temporal. */
final class BenchCosts {
    private static final int LARGEST = 6;

    private BenchCosts() {}

    /** Bytes by table, indexes included, and rows of all tables. */
    record Size(Map<String, Long> bytes, long rows) {}

    static Size size(House house) throws InterruptedException {
        // the server's own counts of rows follow within a second
        Thread.sleep(2_000);
        return house.store().database().onPlatform(database -> {
            Map<String, Long> bytes = new TreeMap<>();
            database.fetch("select relname, pg_total_relation_size(relid) from pg_stat_user_tables")
                    .forEach(row -> bytes.put(row.get(0, String.class), row.get(1, Long.class)));
            long rows = database.fetchSingle("select sum(n_tup_ins - n_tup_del) from pg_stat_user_tables")
                    .get(0, Long.class);
            return new Size(bytes, rows);
        });
    }

    /** What was added since, per deal; the largest tables by name. */
    static void print(House house, Size before, int deals, ObjDoubleConsumer<String> out) throws InterruptedException {
        Size now = size(house);
        Map<String, Double> perDeal = new TreeMap<>();
        now.bytes()
                .forEach((table, bytes) ->
                        perDeal.put(table, (bytes - before.bytes().getOrDefault(table, 0L)) / (double) deals));
        out.accept("deal.rows", (now.rows() - before.rows()) / (double) deals);
        out.accept(
                "deal.bytes",
                perDeal.values().stream().mapToDouble(Double::doubleValue).sum());
        perDeal.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(LARGEST)
                .forEach(entry -> out.accept("deal.bytes." + entry.getKey(), entry.getValue()));
    }

    /** Mean length and size of the histories of some deals that were presented once. */
    static Map<String, Double> histories(House house, List<SubjectId> subjects) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(house.addresses().get("temporal"))
                .build());
        try {
            List<WorkflowExecutionInfo> loops = subjects.stream()
                    .map(subject -> stubs.blockingStub()
                            .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                    .setNamespace("nextbest")
                                    .setExecution(WorkflowExecution.newBuilder()
                                            .setWorkflowId(SubjectLoops.workflowId(
                                                    house.tenant().id(), subject)))
                                    .build())
                            .getWorkflowExecutionInfo())
                    .toList();
            return Map.of(
                    "deal.history.events",
                    loops.stream()
                            .mapToLong(WorkflowExecutionInfo::getHistoryLength)
                            .average()
                            .orElse(0),
                    "deal.history.bytes",
                    loops.stream()
                            .mapToLong(WorkflowExecutionInfo::getHistorySizeBytes)
                            .average()
                            .orElse(0));
        } finally {
            stubs.shutdownNow();
        }
    }

    /** Nearest rank. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
