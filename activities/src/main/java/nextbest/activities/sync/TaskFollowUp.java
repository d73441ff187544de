package nextbest.activities.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.RepDisposition;
import nextbest.store.Store;
import nextbest.store.vendor.VendorTasks;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.workflows.subjectloop.RepAnswer;
import nextbest.workflows.subjectloop.SubjectLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what became of our tasks: one that was completed is an execution, one that was deleted a dismissal for the wrong
 * time, the mildest that there is, because deleting says nothing of why.
 */
final class TaskFollowUp {
    private static final Logger LOG = LoggerFactory.getLogger(TaskFollowUp.class);

    /** So many open tasks are looked at in one round, those that were looked at longest ago first. */
    private static final int ROUND = 1_000;

    private final Store store;
    private final SubjectLoops loops;

    TaskFollowUp(Store store, SubjectLoops loops) {
        this.store = store;
        this.loops = loops;
    }

    /** Looks at tasks that the vendor hinted at. */
    int follow(TenantId tenant, String source, Tasks tasks, Set<String> hinted) {
        return follow(tenant, source, tasks, store.vendors().tasks().open(tenant, source, hinted));
    }

    /** Looks at all open tasks in turn. */
    int followAll(TenantId tenant, String source, Tasks tasks) {
        return follow(tenant, source, tasks, store.vendors().tasks().open(tenant, source, ROUND));
    }

    private int follow(TenantId tenant, String source, Tasks tasks, List<VendorTasks.Written> open) {
        int ended = 0;
        for (int at = 0; at < open.size(); at += Source.MOST_AT_ONCE) {
            List<VendorTasks.Written> some = open.subList(at, Math.min(open.size(), at + Source.MOST_AT_ONCE));
            Map<String, Tasks.Standing> standings = tasks.standings(
                    some.stream().map(VendorTasks.Written::task).collect(Collectors.toCollection(LinkedHashSet::new)));
            List<String> still = new ArrayList<>();
            for (VendorTasks.Written one : some) {
                Tasks.Standing standing = standings.get(one.task());
                switch (standing.state()) {
                    case OPEN -> still.add(one.task());
                    case COMPLETED, DELETED -> {
                        answer(tenant, source, one, standing);
                        ended++;
                    }
                }
            }
            store.vendors().tasks().seen(tenant, source, Set.copyOf(still));
        }
        return ended;
    }

    private void answer(TenantId tenant, String source, VendorTasks.Written task, Tasks.Standing standing) {
        boolean completed = standing.state() == Tasks.State.COMPLETED;
        Instant now = store.time().now();
        Answer answer = new Answer(
                source + "-task-" + task.task() + (completed ? "-completed" : "-deleted"),
                task.decision(),
                1,
                completed ? RepDisposition.EXECUTED : RepDisposition.DISMISSED,
                completed ? Optional.empty() : Optional.of(DismissReason.WRONG_TIME),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                standing.at().isAfter(now) ? now : standing.at());
        var receipt = loops.answer(
                tenant, task.subject(), RepAnswer.of(answer, Optional.empty(), source, "vendor-" + source));
        LOG.info("task {} of {} ended: {}", task.task(), source, receipt.status());
        store.vendors().tasks().ended(tenant, source, task.task(), completed);
    }
}
