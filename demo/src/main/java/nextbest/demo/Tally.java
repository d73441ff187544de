package nextbest.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what the simulation does. */
final class Tally {
    private static final int TROUBLES = 10;

    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();

    /** Counts one thing, for example {@code answers.accepted}. */
    void count(String name) {
        add(name, 1);
    }

    void add(String name, long number) {
        if (number != 0) {
            counts.merge(name, number, Long::sum);
        }
    }

    void events(int accepted, int duplicates, int refused) {
        add("events.accepted", accepted);
        add("events.duplicate", duplicates);
        add("events.refused", refused);
    }

    /** Something that the API did not take; the first few are kept in words. */
    void trouble(String sentence) {
        count("troubles");
        if (troubles.size() < TROUBLES) {
            troubles.add(sentence);
        }
    }

    long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }
}
