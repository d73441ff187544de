/**
 * The sweep: every half minute it picks up what a crash left lying between two steps. {@link nextbest.workflows.sweep.Sweep} is
 * the process, {@link nextbest.workflows.sweep.Schedules} sees that it runs.
 */
package nextbest.workflows.sweep;
