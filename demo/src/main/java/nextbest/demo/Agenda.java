package nextbest.demo;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is going to happen, in the order of business time; of two things of one moment the one that was planned first. */
final class Agenda {
    /** Something that happens; it may plan more. */
    @FunctionalInterface
    interface Happening {
        void happen(Instant at) throws InterruptedException;
    }

    private record Entry(Instant at, long number, Happening happening) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long planned;

    void plan(Instant at, Happening happening) {
        entries.add(new Entry(at, planned++, happening));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    /** Lets the next thing happen. */
    void advance() throws InterruptedException {
        Entry entry = entries.remove();
        entry.happening().happen(entry.at());
    }
}
