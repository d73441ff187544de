package nextbest.deal;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.identity.ContactId;

/**
 * Something that hurts the buyer.
 *
 * @param text in the words of whoever recorded it
 * @param tags what it is about, in the catalogue's words, for example {@code cost}
 * @param contacts who said so; empty if not known
 * @param at when it was said
 */
public record PainPoint(String text, SortedSet<String> tags, List<ContactId> contacts, Instant at) {
    public PainPoint {
        Objects.requireNonNull(text, "text");
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        contacts = List.copyOf(contacts);
        Objects.requireNonNull(at, "at");
    }
}
