package nextbest.activities.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nextbest.activities.mail.CardMail;
import nextbest.activities.port.Mail;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.delivery.Claim;
import nextbest.store.delivery.Deliveries;
import nextbest.store.delivery.DeliveryPolicy;
import nextbest.store.vendor.VendorTasks;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings cards to reps as tasks. Each goes through the outbox: claimed under its key, written, confirmed. Of an attempt that
 * nobody confirmed it is looked up first whether it arrived.
 */
final class TaskWriting {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWriting.class);

    /** An attempt that began longer ago has died: one call to a vendor ends sooner. */
    private static final Duration STUCK = Duration.ofSeconds(75);

    private static final Duration DUE = Duration.ofDays(1);
    private static final int SUBJECT = 200;

    private final Store store;
    private final CardMail letters;

    TaskWriting(Store store, CardMail letters) {
        this.store = store;
        this.letters = letters;
    }

    /**
     * Writes what waits.
     *
     * @param once whether the vendor sees to it that a key exists once
     * @return how many tasks were written
     * @throws VendorTrouble if the vendor is not to be asked further now; what was not written waits
     */
    int write(TenantId tenant, String source, Tasks tasks, boolean once, int most) {
        Instant stuckBefore = store.time().realNow().minus(STUCK);
        List<Deliveries.Wish> wishes = store.deliveries().wishes(tenant, source, stuckBefore, most);
        int written = 0;
        for (Deliveries.Wish wish : wishes) {
            DeliveryPolicy policy = store.tenants().settings(tenant).deliveryPolicy();
            Claim claim = store.deliveries()
                    .claim(
                            tenant,
                            wish.key(),
                            wish.rep(),
                            wish.cards(),
                            source,
                            policy,
                            store.time().now());
            if (claim instanceof Claim.Send send && write(tenant, source, tasks, once, wish, send, policy)) {
                written++;
            }
        }
        return written;
    }

    private boolean write(
            TenantId tenant,
            String source,
            Tasks tasks,
            boolean once,
            Deliveries.Wish wish,
            Claim.Send send,
            DeliveryPolicy policy) {
        CardView card = send.cards().getFirst();
        Optional<VendorTasks.Place> place = store.vendors().tasks().placeOf(tenant, source, card.id());
        if (place.isEmpty()) {
            store.deliveries().fail(tenant, send.outbox(), "the deal is not known to " + source);
            return false;
        }
        try {
            Tasks.Draft draft = draft(tenant, wish.key(), send, card, place.get());
            Optional<String> before = send.attempt() > 1 ? tasks.find(draft) : Optional.empty();
            // where the vendor keeps keys unique, writing again completes what was found: it may lack its deal
            String task = before.isPresent() && !once ? before.get() : tasks.write(draft);
            store.vendors().tasks().written(tenant, source, card.id(), task);
            var unused = store.deliveries()
                    .confirm(tenant, send.outbox(), task, policy, store.time().now());
            assert unused != null;
            return true;
        } catch (VendorTrouble e) {
            if (e.what() == VendorTrouble.Cause.REJECTED || e.what() == VendorTrouble.Cause.NOT_UNDERSTOOD) {
                LOG.warn("task {} was refused for good; it is in the dead letters", send.outbox(), e);
                store.deliveries().fail(tenant, send.outbox(), String.valueOf(e.getMessage()));
                return false;
            }
            throw e;
        }
    }

    private Tasks.Draft draft(TenantId tenant, String key, Claim.Send send, CardView card, VendorTasks.Place place) {
        Mail.Message letter = letters.write(tenant, send, false, store.time().now());
        String subject = letter.subject().length() > SUBJECT
                ? letter.subject().substring(0, SUBJECT - 1) + "…"
                : letter.subject();
        return new Tasks.Draft(
                key,
                subject,
                letter.text(),
                card.createdAt().plus(DUE),
                card.content().urgency() == nextbest.recommendation.Urgency.HIGH,
                place.owner(),
                place.deal(),
                card.content().candidate());
    }
}
