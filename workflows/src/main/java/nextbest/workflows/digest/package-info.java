/**
 * The daily digest of a rep: one message at a local hour with every card that can wait until then. {@link
 * nextbest.workflows.digest.RepDigestWorkflowImpl#run} is the process; {@link nextbest.workflows.digest.RepDigests} is how
 * others talk to it.
 */
package nextbest.workflows.digest;
