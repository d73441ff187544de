package nextbest.recommendation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a rep may have been shown of a deal on a local day, and the law of its cap. The unit is an action with its parameters:
 * the same unit counts once, on however many cards and channels it stands. A unit stays taken as long as one decision that
 * took it may have been seen; a decision gives back only what certainly nobody saw.
 *
 * <p>Immutable and without a clock: whoever stores it holds the lock of the day from reading to writing.
 *
 * @param cap units of the day, 0 or more
 * @param closed whether nothing more may be taken, whatever is given back
 * @param holders by unit, the decisions that took it; never an empty set
 */
public record DayCap(int cap, boolean closed, SortedMap<String, SortedSet<UUID>> holders) {
    public DayCap {
        if (cap < 0 || (cap < holders.size() && !closed)) {
            throw new IllegalArgumentException(
                    "expected at most " + cap + " units of a day, but " + holders.keySet() + " are taken");
        }
        SortedMap<String, SortedSet<UUID>> copy = new TreeMap<>();
        holders.forEach((unit, decisions) -> {
            if (decisions.isEmpty()) {
                throw new IllegalArgumentException("unit '" + unit + "' is taken by no decision");
            }
            copy.put(unit, Collections.unmodifiableSortedSet(new TreeSet<>(decisions)));
        });
        holders = Collections.unmodifiableSortedMap(copy);
    }

    /** A day of which nothing is taken. */
    public static DayCap untouched(int cap) {
        return new DayCap(cap, false, new TreeMap<>());
    }

    /**
     * What came of asking.
     *
     * @param allowed the units that may be shown, in the order in which they were asked for
     * @param after the day with them
     */
    public record Taken(List<String> allowed, DayCap after) {
        public Taken {
            allowed = List.copyOf(allowed);
        }
    }

    /** How many units are taken. */
    public int used() {
        return holders.size();
    }

    /** Takes units in the given order while there is room; those that are taken already cost nothing. Repeating changes nothing. */
    public Taken take(UUID decision, List<String> wanted) {
        SortedMap<String, SortedSet<UUID>> next = new TreeMap<>(holders);
        List<String> allowed = new ArrayList<>();
        for (String unit : wanted) {
            SortedSet<UUID> by = next.get(unit);
            if (by != null || (!closed && next.size() < cap)) {
                SortedSet<UUID> more = new TreeSet<>(by == null ? List.of() : by);
                more.add(decision);
                next.put(unit, more);
                allowed.add(unit);
            }
        }
        return new Taken(allowed, new DayCap(cap, closed, next));
    }

    /** Gives back what a decision took and certainly nobody saw; what another decision holds too stays taken. */
    public DayCap giveBack(UUID decision) {
        SortedMap<String, SortedSet<UUID>> next = new TreeMap<>();
        for (Map.Entry<String, SortedSet<UUID>> entry : holders.entrySet()) {
            SortedSet<UUID> left = new TreeSet<>(entry.getValue());
            left.remove(decision);
            if (!left.isEmpty()) {
                next.put(entry.getKey(), left);
            }
        }
        return new DayCap(cap, closed, next);
    }

    /** Lets nothing new be taken any more that day. */
    public DayCap close() {
        return new DayCap(cap, true, holders);
    }
}
