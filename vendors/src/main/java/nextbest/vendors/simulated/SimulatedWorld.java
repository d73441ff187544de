package nextbest.vendors.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What people have written down in a simulated system. Safe for several threads: one looks or writes at a time. */
final class SimulatedWorld {
    /** Its stages, in their order; the last two end a deal. */
    static final List<String> STAGES = List.of("discovery", "proposal", "negotiation", "won", "lost");

    /** What a record is. */
    enum Sort {
        OWNER,
        CLIENT,
        CONTACT,
        DEAL,
        ACTIVITY,
        TASK,
        SEQUENCE,
        MEMBERSHIP,
        CALL
    }

    /** A record. Fields are what its sort needs; links are ids. */
    static final class Entry {
        final Sort sort;
        final String id;
        final Instant made;
        final Map<String, String> fields = new TreeMap<>();
        /** Of a deal where it was since when; of a call what was said and found. */
        final List<Line> lines = new ArrayList<>();

        Instant changed;
        boolean gone;

        private Entry(Sort sort, String id, Instant made) {
            this.sort = sort;
            this.id = id;
            this.made = made;
            this.changed = made;
        }

        String get(String field) {
            return fields.getOrDefault(field, "");
        }
    }

    /**
     * One of several things that a record holds in their order.
     *
     * @param at since when, or so long after the beginning of a call
     */
    record Line(String what, Instant at, String text) {}

    private final InstantSource clock;
    private final Map<Long, Entry> entries = new TreeMap<>();
    private Optional<Duration> finishAfter = Optional.empty();
    private long last = 100;
    private boolean filled;
    private boolean restless;

    SimulatedWorld(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    Instant now() {
        return clock.instant();
    }

    /** Runs once in the life of a world. */
    synchronized void once(Runnable fill) {
        if (!filled) {
            filled = true;
            fill.run();
        }
    }

    synchronized void restless(boolean yes) {
        restless = yes;
    }

    /** Somebody looks at a deal by its id. */
    synchronized void looked(String deal) {
        if (restless) {
            entry(deal).filter(entry -> entry.sort == Sort.DEAL).ifPresent(entry -> {
                LocalDate before = LocalDate.parse(entry.get("closeDate"));
                change(deal, Map.of("closeDate", before.plusDays(1).toString()));
            });
        }
    }

    synchronized void finishAfter(Optional<Duration> duration) {
        finishAfter = duration;
    }

    synchronized String add(Sort sort, Map<String, String> fields) {
        Entry entry = new Entry(sort, Long.toString(++last), now());
        entry.fields.putAll(fields);
        if (sort == Sort.DEAL) {
            entry.lines.add(new Line("stage", entry.made, entry.get("stage")));
        }
        entries.put(last, entry);
        return entry.id;
    }

    synchronized void change(String id, Map<String, String> fields) {
        Entry entry = entry(id).orElseThrow();
        String stage = fields.getOrDefault("stage", entry.get("stage"));
        if (entry.sort == Sort.DEAL && !stage.equals(entry.get("stage"))) {
            entry.lines.add(new Line("stage", now(), stage));
        }
        entry.fields.putAll(fields);
        entry.changed = now();
    }

    synchronized void line(String id, Line line) {
        entry(id).orElseThrow().lines.add(line);
    }

    synchronized void delete(String id) {
        entry(id).ifPresent(entry -> entry.gone = true);
    }

    /** Records of a sort that are there, oldest first. */
    synchronized List<Entry> all(Sort sort, Predicate<Entry> which) {
        finish();
        return entries.values().stream()
                .filter(entry -> entry.sort == sort && !entry.gone && which.test(entry))
                .toList();
    }

    synchronized Optional<Entry> find(Sort sort, String id) {
        finish();
        return entry(id).filter(entry -> entry.sort == sort && !entry.gone);
    }

    private Optional<Entry> entry(String id) {
        return id.matches("\\d{1,18}") ? Optional.ofNullable(entries.get(Long.parseLong(id))) : Optional.empty();
    }

    /** Its reps do what they were asked to, three tasks of four; a deal for which something was done moves on. */
    private void finish() {
        if (finishAfter.isEmpty()) {
            return;
        }
        Instant before = now().minus(finishAfter.get());
        for (Entry task : List.copyOf(entries.values())) {
            boolean due =
                    task.sort == Sort.TASK && !task.gone && task.get("done").isEmpty() && !task.made.isAfter(before);
            if (due) {
                complete(task, Math.floorMod(task.get("key").hashCode(), 4) != 0);
            }
        }
    }

    private void complete(Entry task, boolean done) {
        if (!done) {
            task.gone = true;
            task.changed = now();
            return;
        }
        change(task.id, Map.of("done", "true"));
        entry(task.get("deal")).filter(deal -> !deal.gone).ifPresent(deal -> {
            int stage = STAGES.indexOf(deal.get("stage"));
            if (stage >= 0 && stage < STAGES.indexOf("won")) {
                change(deal.id, new LinkedHashMap<>(Map.of("stage", STAGES.get(stage + 1))));
            }
        });
    }
}
