/**
 * Counts, intervals and shrinkage: what may be said about a share or a time, and when the answer is 'too little data'.
 */
package nextbest.learning.statistics;
