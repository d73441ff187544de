package nextbest.store.security;

import java.time.Instant;
import java.util.Objects;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/**
 * One rep looking at one deal inside another program.
 *
 * @param rep who looks and answers
 * @param expires real time
 */
public record CardSession(TenantId tenant, SubjectId subject, RepId rep, Instant expires) {
    public CardSession {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(rep, "rep");
        Objects.requireNonNull(expires, "expires");
    }
}
