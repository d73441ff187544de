/** The business clock, as every process of an installation reads it. */
package nextbest.store.clock;
