/**
 * What the world tells us. Everything enters as an {@link nextbest.event.EventEnvelope} of one {@link
 * nextbest.event.EventType}; each type lists its fields with what is allowed in them, so that the API, the importers and
 * the vendors' adapters all refuse the same things in the same words.
 *
 * <p>Start with {@link nextbest.event.EventType}, then {@link nextbest.event.EventType#read}.
 */
package nextbest.event;
