package nextbest.activities.mail;

import java.time.Instant;
import nextbest.activities.port.Mail;
import nextbest.identity.TenantId;
import nextbest.store.delivery.Claim;

/** Writes the mail that brings cards to a rep. */
public interface CardMail {
    /**
     * Writes one mail for what was claimed: one card at once, or several as the rep's digest.
     *
     * @param now business time, for what is said relative to it
     */
    Mail.Message write(TenantId tenant, Claim.Send claimed, boolean digest, Instant now);
}
