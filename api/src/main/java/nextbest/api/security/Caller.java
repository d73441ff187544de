package nextbest.api.security;

import java.util.Objects;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.security.Role;

/**
 * Who is asking. The tenant comes from the token or session and from nowhere else.
 *
 * @param name a login or the label of a token, for the audit trail
 * @param rep present for reps and managers
 * @param credential id of the token or session
 */
public record Caller(TenantId tenant, Role role, Optional<RepId> rep, String name, String credential) {
    public Caller {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(rep, "rep");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(credential, "credential");
    }
}
