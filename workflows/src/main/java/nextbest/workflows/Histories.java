package nextbest.workflows;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Everything that the workflow server keeps of an organisation, read to look for something. */
public final class Histories {
    private final WorkflowClient client;

    public Histories(WorkflowClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * What was looked through.
     *
     * @param workflows running ones and closed ones that are still kept
     * @param events of their histories
     * @param found workflows in which something was found
     */
    public record Search(long workflows, long events, long found) {}

    /**
     * Looks through the histories of an organisation: payloads, memos, search attributes, summaries.
     *
     * @param wanted is given the text of one event or of one listing
     */
    public Search search(UUID tenant, Predicate<String> wanted) {
        long workflows = 0;
        long events = 0;
        long found = 0;
        try (Stream<WorkflowExecutionMetadata> listed = client.listExecutions("")) {
            Iterator<WorkflowExecutionMetadata> all = listed.filter(execution ->
                            execution.getExecution().getWorkflowId().contains(tenant.toString()))
                    .iterator();
            while (all.hasNext()) {
                WorkflowExecutionMetadata execution = all.next();
                WorkflowExecutionHistory history = client.fetchHistory(
                        execution.getExecution().getWorkflowId(),
                        execution.getExecution().getRunId());
                workflows++;
                events += history.getEvents().size();
                boolean here = wanted.test(
                                text(execution.getWorkflowExecutionInfo().toByteArray()))
                        || history.getEvents().stream().anyMatch(event -> wanted.test(text(event.toByteArray())));
                found += here ? 1 : 0;
            }
        }
        return new Search(workflows, events, found);
    }

    /** Texts in a protocol buffer stand as they are. */
    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
