package nextbest.store.tenant;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nextbest.identity.SubjectId;
import nextbest.store.json.RecordJson;

/**
 * To whom a live organisation presents already. Whoever is outside has decisions made and stored, as in shadow mode, and is shown
 * nothing. All three must hold.
 *
 * @param desks names of desks whose reps are shown cards; empty: all
 * @param segments of deals, as statistics group them; empty: all
 * @param share of deals, 0 to 1: a deal that is within a share is within every larger one
 */
public record RollOut(Set<String> desks, Set<String> segments, double share) {
    private static final double PLACES = 1 << 24;

    public RollOut {
        desks = Collections.unmodifiableSortedSet(new TreeSet<>(desks));
        segments = Collections.unmodifiableSortedSet(new TreeSet<>(segments));
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be 0 to 1, but is " + share);
        }
    }

    /** Everybody. */
    public static RollOut everybody() {
        return new RollOut(new TreeSet<>(), new TreeSet<>(), 1);
    }

    /**
     * Whether a deal is within.
     *
     * @param desk of its rep; empty if the rep is at none
     */
    public boolean includes(SubjectId deal, Optional<String> desk, String segment) {
        return (desks.isEmpty() || desk.filter(desks::contains).isPresent())
                && (segments.isEmpty() || segments.contains(segment))
                && place(deal) < share;
    }

    /** A hash, not a draw: the same deal has the same place for good. */
    private static double place(SubjectId deal) {
        byte[] hash = RecordJson.hash(("roll-out " + deal).getBytes(StandardCharsets.UTF_8));
        return ((hash[0] & 0xFF) << 16 | (hash[1] & 0xFF) << 8 | (hash[2] & 0xFF)) / PLACES;
    }
}
