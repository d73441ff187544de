/**
 * One client, contact, product or competitor under several names. {@link nextbest.store.entity.EntityQueue} finds pairs, keeps them for
 * people and does what they answer; {@link nextbest.store.entity.MergeLedger} makes two records one and takes that back, also for
 * merges that a source tells of.
 */
package nextbest.store.entity;
