/**
 * How a card reaches a rep, and the only place where presentations are counted. {@link nextbest.store.delivery.Deliveries}
 * hands out what may be sent (claim), and writes down what became of it (confirm, fail). Between claim and confirm lies the
 * world outside; a claim that was made is remembered, so that a retry sends the same thing under the same key.
 */
package nextbest.store.delivery;
