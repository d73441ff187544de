package nextbest.workflows;

/** The queues on which workers listen. */
public final class TaskQueues {
    /** Workflows, and the local activities that only touch our own database. */
    public static final String LOOP = "loop";
    /** Activities that leave the house: mail, CRM, engagement platforms. They may be slow without slowing the loop. */
    public static final String OUTBOUND = "outbound";

    /** Language models: slow, dear, and never waited for. */
    public static final String DRAFTING = "drafting";

    private TaskQueues() {}
}
