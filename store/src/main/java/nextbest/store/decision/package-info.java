/**
 * Decisions, kept before anything is presented. {@link nextbest.store.decision.Decisions} stores each with all that the
 * engine read, so that it can be replayed to the same bytes, and keeps the one current card of a subject.
 */
package nextbest.store.decision;
