package nextbest.deal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;

/**
 * One contact between the two sides.
 *
 * @param kind what it was
 * @param at when it took place
 * @param direction who acted
 * @param contacts who took part for the buyer; empty if not known
 * @param provenance who recorded it
 */
public record Activity(
        ActivityKind kind, Instant at, Direction direction, List<ContactId> contacts, Provenance provenance) {
    public Activity {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(direction, "direction");
        contacts = List.copyOf(contacts);
        Objects.requireNonNull(provenance, "provenance");
    }
}
