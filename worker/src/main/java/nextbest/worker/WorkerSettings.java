package nextbest.worker;

/**
 * How much a worker does at once.
 *
 * @param workflowTasks workflow tasks at once
 * @param localActivities local activities at once; each holds a database connection while it works
 * @param outboundActivities activities at once that leave the house
 * @param cachedWorkflows workflows kept in memory; one that is not kept is replayed when it wakes
 */
public record WorkerSettings(int workflowTasks, int localActivities, int outboundActivities, int cachedWorkflows) {
    /** For a machine of two cores. */
    public static WorkerSettings laptop() {
        return new WorkerSettings(20, 12, 8, 600);
    }

    public WorkerSettings {
        if (workflowTasks < 2 || localActivities < 1 || outboundActivities < 1 || cachedWorkflows < 0) {
            throw new IllegalArgumentException(
                    "a worker needs at least 2 workflow tasks, 1 local and 1 outbound activity and a cache of 0 or more, but has "
                            + workflowTasks + ", " + localActivities + ", " + outboundActivities + " and "
                            + cachedWorkflows);
        }
    }
}
