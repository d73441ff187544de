package nextbest.store.tenant;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.outcome.AttributionWindows;
import nextbest.store.delivery.DeliveryPolicy;

/**
 * What an organisation has set, with what holds where it has said nothing. A key that is not one of these is an error.
 *
 * @param cap how many recommendations of one deal a rep is shown per local day, alternatives included
 * @param recipientDomains domains that mail may go to; none at first: nothing leaves the house
 * @param afterUncertainty what to do when it is not known whether a mail arrived
 * @param randomShare share of clients whose recommendations are chosen by chance among all that is suitable, 0 to 1: what
 *     gives learning its support
 * @param ignoredAfterWorkingDays without an answer for so long, a recommendation is ignored
 * @param executedWithinDays an execution later than this is not the recommendation's
 * @param advancedWithinDays a stage advance later than this is not the recommendation's
 * @param closedWithinDays a win or loss later than this is not the recommendation's
 * @param switchedOff keys of actions that must not be shown
 * @param rollOut to whom cards are presented already
 * @param managersApprove whether a manager must approve a release of the catalogue, and a version of the model that is to
 *     decide, before it does
 * @param report when the loop report goes out by mail
 */
public record TenantSettings(
        int cap,
        SortedSet<String> recipientDomains,
        DeliveryPolicy.AfterUncertainty afterUncertainty,
        double randomShare,
        int ignoredAfterWorkingDays,
        int executedWithinDays,
        int advancedWithinDays,
        int closedWithinDays,
        SortedSet<String> switchedOff,
        RollOut rollOut,
        boolean managersApprove,
        ReportSchedule report) {
    public TenantSettings {
        recipientDomains = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(recipientDomains.stream()
                .map(d -> d.toLowerCase(java.util.Locale.ROOT))
                .toList()));
        switchedOff = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(switchedOff));
        if (!(randomShare >= 0 && randomShare <= 1)) {
            throw new IllegalArgumentException("randomShare must be 0 to 1, but is " + randomShare);
        }
        if (cap < 0 || cap > 100) {
            throw new IllegalArgumentException("cap must be 0 to 100, but is " + cap);
        }
    }

    /** What holds where nothing was said. */
    public static TenantSettings standard() {
        return new TenantSettings(
                3,
                new TreeSet<>(),
                DeliveryPolicy.AfterUncertainty.AT_LEAST_ONCE,
                0.05,
                3,
                7,
                30,
                365,
                new TreeSet<>(),
                RollOut.everybody(),
                false,
                ReportSchedule.standard());
    }

    public TenantSettings withRecipientDomains(List<String> domains) {
        return new TenantSettings(
                cap,
                new TreeSet<>(domains),
                afterUncertainty,
                randomShare,
                ignoredAfterWorkingDays,
                executedWithinDays,
                advancedWithinDays,
                closedWithinDays,
                switchedOff,
                rollOut,
                managersApprove,
                report);
    }

    public TenantSettings withSwitchedOff(SortedSet<String> actions) {
        return new TenantSettings(
                cap,
                recipientDomains,
                afterUncertainty,
                randomShare,
                ignoredAfterWorkingDays,
                executedWithinDays,
                advancedWithinDays,
                closedWithinDays,
                actions,
                rollOut,
                managersApprove,
                report);
    }

    public TenantSettings withRollOut(RollOut other) {
        return new TenantSettings(
                cap,
                recipientDomains,
                afterUncertainty,
                randomShare,
                ignoredAfterWorkingDays,
                executedWithinDays,
                advancedWithinDays,
                closedWithinDays,
                switchedOff,
                other,
                managersApprove,
                report);
    }

    public TenantSettings withManagersApprove(boolean approve) {
        return new TenantSettings(
                cap,
                recipientDomains,
                afterUncertainty,
                randomShare,
                ignoredAfterWorkingDays,
                executedWithinDays,
                advancedWithinDays,
                closedWithinDays,
                switchedOff,
                rollOut,
                approve,
                report);
    }

    public TenantSettings withReport(ReportSchedule other) {
        return new TenantSettings(
                cap,
                recipientDomains,
                afterUncertainty,
                randomShare,
                ignoredAfterWorkingDays,
                executedWithinDays,
                advancedWithinDays,
                closedWithinDays,
                switchedOff,
                rollOut,
                managersApprove,
                other);
    }

    public DeliveryPolicy deliveryPolicy() {
        return new DeliveryPolicy(
                cap,
                recipientDomains,
                afterUncertainty,
                new AttributionWindows(
                        ignoredAfterWorkingDays,
                        Duration.ofDays(executedWithinDays),
                        Duration.ofDays(advancedWithinDays),
                        Duration.ofDays(closedWithinDays)),
                switchedOff);
    }
}
