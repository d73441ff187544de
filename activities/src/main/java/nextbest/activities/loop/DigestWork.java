package nextbest.activities.loop;

import java.util.Objects;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.delivery.RepCalendar;
import nextbest.workflows.digest.DigestActivities;
import nextbest.workflows.digest.DigestRequest;
import nextbest.workflows.digest.DigestResult;
import nextbest.workflows.digest.DigestTime;
import nextbest.workflows.digest.DigestTimeRequest;
import nextbest.workflows.digest.SendDigestActivities;

/** A rep's daily digest: when it is due, and sending it. */
public final class DigestWork implements DigestActivities, SendDigestActivities {
    private final RepCalendar calendar;
    private final OutboundActivities outbound;

    public DigestWork(RepCalendar calendar, OutboundActivities outbound) {
        this.calendar = Objects.requireNonNull(calendar, "calendar");
        this.outbound = Objects.requireNonNull(outbound, "outbound");
    }

    @Override
    public DigestTime nextDigestAt(DigestTimeRequest request) {
        return calendar.nextDigest(new TenantId(request.tenant()), new RepId(request.rep()), request.after())
                .map(next -> new DigestTime(next.at(), next.day()))
                .orElse(new DigestTime(null, null));
    }

    @Override
    public DigestResult send(DigestRequest request) {
        return outbound.sendDigest(new TenantId(request.tenant()), new RepId(request.rep()), request.key());
    }
}
