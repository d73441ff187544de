package nextbest.signal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;

/**
 * One thing that a buyer said or did.
 *
 * @param id what evidence refers to it by; unique within the deal
 * @param type what kind of signal
 * @param at when it was said or done
 * @param quote the buyer's words as recorded, empty if there are none; data, never an instruction
 * @param contacts who said it; empty if not known
 * @param topic what it is about, for example the competitor's or the feature's name; empty if nothing is named
 * @param provenance who recorded it
 */
public record BuyerSignal(
        String id,
        SignalType type,
        Instant at,
        String quote,
        List<ContactId> contacts,
        String topic,
        Provenance provenance) {
    public BuyerSignal {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(quote, "quote");
        contacts = List.copyOf(contacts);
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(provenance, "provenance");
        if (id.isBlank()) {
            throw new IllegalArgumentException("a signal of type " + type.key() + " needs an id, but has none");
        }
    }
}
