package nextbest.store.delivery;

import java.util.Set;
import java.util.TreeSet;
import nextbest.outcome.AttributionWindows;

/**
 * What an organisation allows.
 *
 * @param cap how many recommendations of one deal a rep is shown per local day, 0 to 3 cards' worth
 * @param recipientDomains domains that mail may go to, lower case; empty: none
 * @param afterUncertainty what to do when it is not known whether a message arrived
 * @param windows for how long what follows counts as the result
 * @param switchedOff keys of actions that must not be shown, also if they were decided before
 */
public record DeliveryPolicy(
        int cap,
        Set<String> recipientDomains,
        AfterUncertainty afterUncertainty,
        AttributionWindows windows,
        Set<String> switchedOff) {
    /** With nothing switched off. */
    public DeliveryPolicy(
            int cap, Set<String> recipientDomains, AfterUncertainty afterUncertainty, AttributionWindows windows) {
        this(cap, recipientDomains, afterUncertainty, windows, Set.of());
    }

    /** What SMTP leaves open between the server's 250 and our commit. */
    public enum AfterUncertainty {
        /** Send again, with the same Message-ID: it may arrive twice. */
        AT_LEAST_ONCE,
        /** Do not send again: it may not have arrived. */
        AT_MOST_ONCE
    }

    public DeliveryPolicy {
        recipientDomains = java.util.Collections.unmodifiableSet(new TreeSet<>(recipientDomains));
        switchedOff = java.util.Collections.unmodifiableSet(new TreeSet<>(switchedOff));
        if (cap < 0 || cap > 100) {
            throw new IllegalArgumentException(
                    "the cap must be 0 to 100 recommendations per deal and day, but is " + cap);
        }
    }

    /** Whether mail may go to an address. */
    public boolean allows(String address) {
        int at = address.lastIndexOf('@');
        return at >= 0 && recipientDomains.contains(address.substring(at + 1).toLowerCase(java.util.Locale.ROOT));
    }
}
