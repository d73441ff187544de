/** The part of pages that says which groups of buyers and reps are treated differently, and what a person decided about it. */
package nextbest.api.page.fairness;
