package nextbest.store.privacy;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.identity.ExternalRef;

/**
 * Somebody of whom something is stored.
 *
 * @param id ours; it stays when the person is erased, so that counts still add up, and tells nothing
 * @param names every name that was ever sent
 * @param addresses every mail address that was ever sent
 * @param logins names under which a rep comes in; empty for others
 * @param references what the sources call the person
 */
public record Person(
        Kind kind,
        UUID id,
        SortedSet<String> names,
        SortedSet<String> addresses,
        SortedSet<String> logins,
        List<ExternalRef> references) {
    /** Whose side somebody is on. */
    public enum Kind {
        /** Somebody at a client. */
        CONTACT,
        /** Somebody of ours. */
        REP;

        /** What sources call the kind. */
        String type() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the person is called from the erasure on. */
    String pseudonym() {
        return "erased-" + id;
    }

    public Person {
        names = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(names));
        addresses = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        logins = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(logins));
        references = List.copyOf(references);
    }
}
