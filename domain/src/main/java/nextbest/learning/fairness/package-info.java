/**
 * Whether groups of clients or reps are treated alike: rate ratios with intervals, and reliability of chances by segment.
 * Start with {@link nextbest.learning.fairness.FairnessAudit}.
 */
package nextbest.learning.fairness;
