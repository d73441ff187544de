/** Recent decisions made again under other rules: who gains, who loses, how much is shown. */
package nextbest.store.whatif;
