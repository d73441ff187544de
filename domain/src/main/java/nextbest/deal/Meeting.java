package nextbest.deal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.identity.ContactId;

/**
 * A meeting that is in the calendar.
 *
 * @param at when it starts
 * @param subject what it is about, empty if not said
 * @param contacts who takes part for the buyer; empty if not known
 */
public record Meeting(Instant at, String subject, List<ContactId> contacts) {
    public Meeting {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(subject, "subject");
        contacts = List.copyOf(contacts);
    }
}
