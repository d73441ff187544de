package nextbest.activities.sync;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a card also to where the rep works: it waits in the outbox, and the line is told. */
public final class CardsAtVendors {
    private static final Logger LOG = LoggerFactory.getLogger(CardsAtVendors.class);

    private final Store store;
    private final Lines lines;

    /** Tells a line that something waits to be written. */
    public interface Lines {
        void called(UUID tenant, String source);
    }

    public CardsAtVendors(Store store, Lines lines) {
        this.store = Objects.requireNonNull(store, "store");
        this.lines = Objects.requireNonNull(lines, "lines");
    }

    /** Notes the cards for every connection that tasks are written to. Repeating changes nothing. */
    public void bring(TenantId tenant, RepId rep, List<CardId> cards, Instant now) {
        for (String source : store.vendors().connections().written(tenant)) {
            for (CardId card : cards) {
                if (store.vendors().tasks().placeOf(tenant, source, card).isPresent()) {
                    store.deliveries().wish(tenant, source, rep, card, now);
                }
            }
            try {
                lines.called(tenant.value(), source);
            } catch (RuntimeException e) {
                // what waits is in the outbox; the line looks there every few minutes
                LOG.warn("the line {} could not be told of waiting tasks", source, e);
            }
        }
    }
}
