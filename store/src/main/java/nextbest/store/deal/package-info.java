/**
 * What was known of deals at a moment. {@link nextbest.store.deal.Snapshots} is the way in: it reads the tables as they
 * were known then, many deals at a time, and hands out {@link nextbest.deal.DealSnapshot}s. Nothing that became known later,
 * and nothing that was taken back, is in them.
 */
package nextbest.store.deal;
