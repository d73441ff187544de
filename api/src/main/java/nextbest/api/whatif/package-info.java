/** Recent decisions under other rules. */
package nextbest.api.whatif;
