package nextbest.api;

import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/** Tells the workflows that there is news. What is missed here, a sweep finds; so failing does no lasting harm. */
public interface News {
    /** Events were stored: tells the subjects that are in the inbox. Must return quickly. */
    void tell(TenantId tenant);

    /** A rep answered a card of the subject. Must return quickly. */
    void answered(TenantId tenant, SubjectId subject);

    /** Nobody is told at once: the sweep finds it. */
    static News none() {
        return new News() {
            @Override
            public void tell(TenantId tenant) {}

            @Override
            public void answered(TenantId tenant, SubjectId subject) {}
        };
    }
}
