/**
 * What would another policy have earned on the decisions we logged? Start with
 * {@link nextbest.learning.offpolicy.OffPolicyEvaluation}: it looks at the overlap first and refuses a number where the log
 * cannot carry one. {@link nextbest.learning.offpolicy.PromotionGate} turns a report into promoted or not.
 */
package nextbest.learning.offpolicy;
