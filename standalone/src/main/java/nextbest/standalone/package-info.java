/**
 * Everything on one machine, for one command. {@link nextbest.standalone.House} starts PostgreSQL, the Temporal server, the
 * mailbox, the worker and the API in order, and stops them in the other; {@code parts} holds the embedded parts, {@code cli}
 * the verbs.
 */
package nextbest.standalone;
