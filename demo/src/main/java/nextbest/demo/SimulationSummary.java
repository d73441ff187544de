package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a run of the simulation.
 *
 * @param from business time at which playing began
 * @param until business time at which it ended
 * @param took real time, loading included
 * @param ended why it ended
 * @param counts by name: {@code events.accepted}, {@code cards.seen}, {@code answers.accepted}, {@code answers.kept-back},
 *     {@code deals.won}, {@code deals.won.eur} and so on; names with nothing to count are missing
 * @param troubles what the API did not take, the first few in words
 * @param report the answer of {@code GET /api/v1/reports/loop} at the end, as plain JSON values; empty if there was none
 */
public record SimulationSummary(
        Instant from,
        Instant until,
        Duration took,
        Ending ended,
        SortedMap<String, Long> counts,
        List<String> troubles,
        Map<String, Object> report) {
    /** Why a run ended. */
    public enum Ending {
        /** All working days were played. */
        PLAYED,
        /** The real time that was allowed is over. */
        OUT_OF_TIME
    }

    public SimulationSummary {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        troubles = List.copyOf(troubles);
        report = Collections.unmodifiableMap(report);
    }

    /** How often something happened. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** For people: one {@code name value} a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("business-time " + from + " to " + until);
        lines.add("real-seconds " + took.toSeconds());
        counts.forEach((name, value) -> lines.add(name + " " + value));
        troubles.forEach(trouble -> lines.add("trouble " + trouble));
        return lines;
    }
}
