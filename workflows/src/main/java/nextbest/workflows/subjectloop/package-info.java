/**
 * The loop of one subject: analyze, generate, present, track, learn, for as long as the deal lives and something still
 * waits for its result. {@link nextbest.workflows.subjectloop.SubjectLoopWorkflowImpl#run} is the process; {@link
 * nextbest.workflows.subjectloop.SubjectLoops} is how others talk to it.
 */
package nextbest.workflows.subjectloop;
