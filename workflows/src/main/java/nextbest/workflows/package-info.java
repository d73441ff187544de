/**
 * The durable processes. Each package holds one: its interface, its implementation, its messages and the interface of the
 * activities it calls. A workflow reads no clock and no database; what it must know it asks of an activity, and what it keeps
 * is one state record of ids, enums and numbers.
 *
 * <p>Start with {@link nextbest.workflows.subjectloop.SubjectLoopWorkflow}.
 */
package nextbest.workflows;
