package nextbest.activities.loop;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nextbest.activities.mail.CardMail;
import nextbest.activities.port.Mail;
import nextbest.activities.sync.CardsAtVendors;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.attribution.Attributions;
import nextbest.store.decision.CardView;
import nextbest.store.delivery.Claim;
import nextbest.store.delivery.Deliveries;
import nextbest.store.delivery.DeliveryPolicy;
import nextbest.store.delivery.RepCalendar;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.digest.DigestResult;
import nextbest.workflows.subjectloop.PresentActivities;
import nextbest.workflows.subjectloop.PresentRequest;
import nextbest.workflows.subjectloop.PresentResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings cards to reps: what is urgent at once but not at night, the rest with the rep's digest. */
public final class OutboundActivities implements PresentActivities {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundActivities.class);
    /** A digest shows at most so many deals; a rep has ten seconds. */
    static final int DIGEST_SIZE = 10;

    /**
     * Skips after which a card still reaches a rep where the rep works: one who has no address, and one whose mail was confirmed
     * before this attempt could say so.
     */
    private static final Set<String> TAKE_THE_OTHER_WAY = Set.of("no-address", "recipient-domain", "sent");

    private final Tenants tenants;
    private final Deliveries deliveries;
    private final Attributions attributions;
    private final RepCalendar calendar;
    private final CardMail letters;
    private final Mail mail;
    private final Digests digests;
    private final CardsAtVendors elsewhere;
    private final InstantSource businessTime;

    /** Sees to it that a rep's digest is running. */
    public interface Digests {
        void cardWaiting(TenantId tenant, RepId rep);
    }

    public OutboundActivities(
            Tenants tenants,
            Deliveries deliveries,
            Attributions attributions,
            RepCalendar calendar,
            CardMail letters,
            Mail mail,
            Digests digests,
            CardsAtVendors elsewhere,
            InstantSource businessTime) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.deliveries = Objects.requireNonNull(deliveries, "deliveries");
        this.attributions = Objects.requireNonNull(attributions, "attributions");
        this.calendar = Objects.requireNonNull(calendar, "calendar");
        this.letters = Objects.requireNonNull(letters, "letters");
        this.mail = Objects.requireNonNull(mail, "mail");
        this.digests = Objects.requireNonNull(digests, "digests");
        this.elsewhere = Objects.requireNonNull(elsewhere, "elsewhere");
        this.businessTime = Objects.requireNonNull(businessTime, "businessTime");
    }

    @Override
    public PresentResult present(PresentRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        RepId rep = new RepId(request.rep());
        boolean quiet = request.urgent() && calendar.isQuiet(tenant, rep, businessTime.instant());
        if (quiet) {
            LOG.info("card {} is urgent, but it is night where its rep is: it goes with the digest", request.card());
        }
        if (!request.urgent() || quiet) {
            digests.cardWaiting(tenant, rep);
            return new PresentResult("digest", null);
        }
        Sent sent = send(tenant, rep, request.key(), List.of(new CardId(request.card())), false);
        Optional<Instant> due = sent.nextDue()
                .or(() -> attributions
                        .evaluate(tenant, new SubjectId(request.subject()), businessTime.instant())
                        .nextDue());
        return new PresentResult(sent.outcome(), due.orElse(null));
    }

    /**
     * Sends the digest of a rep's waiting cards.
     *
     * @param key made by the workflow, one for each local day
     */
    DigestResult sendDigest(TenantId tenant, RepId rep, String key) {
        List<CardId> cards = deliveries.waiting(tenant, rep, DIGEST_SIZE);
        String outcome =
                cards.isEmpty() ? "empty" : send(tenant, rep, key, cards, true).outcome();
        boolean sent = outcome.equals("delivered");
        return new DigestResult(
                outcome,
                sent ? cards.size() : 0,
                deliveries.waiting(tenant, rep, DIGEST_SIZE).size());
    }

    /** What became of an attempt, and when time alone first changes what comes of it, if that is known already. */
    private record Sent(String outcome, Optional<Instant> nextDue) {}

    /** The time is read at the claim and again at the confirmation: an attempt may come hours after the first one. */
    private Sent send(TenantId tenant, RepId rep, String key, List<CardId> cards, boolean digest) {
        Instant now = businessTime.instant();
        DeliveryPolicy policy = tenants.settings(tenant).deliveryPolicy();
        return switch (deliveries.claim(tenant, key, rep, cards, "mail", policy, now)) {
            case Claim.Skip skip -> {
                if (TAKE_THE_OTHER_WAY.contains(skip.rule())) {
                    elsewhere.bring(tenant, rep, cards, now);
                }
                yield new Sent(skip.rule(), Optional.empty());
            }
            case Claim.Send claimed -> {
                Mail.Message message = letters.write(tenant, claimed, digest, now);
                try {
                    mail.send(message);
                } catch (Mail.Refused e) {
                    LOG.warn("mail {} was refused for good; it is in the dead letters", claimed.outbox(), e);
                    deliveries.fail(tenant, claimed.outbox(), String.valueOf(e.getMessage()));
                    yield new Sent("refused", Optional.empty());
                }
                Optional<Instant> nextDue = deliveries.confirm(
                        tenant, claimed.outbox(), message.messageId(), policy, businessTime.instant());
                elsewhere.bring(
                        tenant, rep, claimed.cards().stream().map(CardView::id).toList(), businessTime.instant());
                yield new Sent("delivered", nextDue);
            }
        };
    }
}
