/** Contradictions between recommendations, and which side people took. */
package nextbest.api.conflict;
