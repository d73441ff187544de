package nextbest.api;

import nextbest.identity.TenantId;

/** Tells the workflows of an organisation's subjects that something new is in the inbox. */
@FunctionalInterface
public interface News {
    /** Called after events were stored; what it misses, a sweep of the inbox finds. Must return quickly. */
    void tell(TenantId tenant);

    /** Nobody is told at once: the sweep finds it. */
    static News none() {
        return tenant -> {};
    }
}
