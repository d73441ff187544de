package nextbest.deal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.identity.ContactId;

/**
 * An objection that nobody has resolved yet.
 *
 * @param id what evidence refers to it by; unique within the deal
 * @param text short, as it appears in a title
 * @param contacts who raised it; empty if not known
 * @param at when it was raised
 */
public record Objection(String id, String text, List<ContactId> contacts, Instant at) {
    public Objection {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(text, "text");
        contacts = List.copyOf(contacts);
        Objects.requireNonNull(at, "at");
    }
}
