/** Randomised trials: planning, starting, looking at and stopping them. */
package nextbest.api.trial;
