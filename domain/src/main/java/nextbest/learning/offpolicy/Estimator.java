package nextbest.learning.offpolicy;

/**
 * Estimators of a target policy's value from n logged decisions, with weight w = π(a|x)/p, reward r, predicted reward
 * q(x, a) of the logged action and q(x, π) = Σ_a π(a|x)q(x, a).
 */
public enum Estimator {
    /** Inverse propensity score: Σ w r / n (Horvitz and Thompson 1952). Unbiased, wild under large weights. */
    IPS,
    /** The same with weights cut at √n: Σ min(w, √n) r / n (Ionides 2008). Biased towards 0, calmer. */
    CLIPPED_IPS,
    /** Self-normalised: Σ w r / Σ w (Swaminathan and Joachims 2015). */
    SNIPS,
    /** Direct method: Σ q(x, π) / n. As good as the reward model, whatever the overlap. */
    DM,
    /** Doubly robust: Σ [q(x, π) + w(r − q(x, a))] / n (Dudík, Langford and Li 2011). */
    DR,
    /** Doubly robust, self-normalised: Σ q(x, π)/n + Σ w(r − q(x, a)) / Σ w. */
    SNDR,
    /** Doubly robust where w ≤ 10, direct elsewhere (Wang, Agarwal and Dudík 2017). */
    SWITCH_DR
}
