package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import nextbest.event.EventEnvelope;

/** What makes an event the same event. */
class EventSetTest {
    private static final List<String> STAGES = List.of("Won", "Lost", "Engaging", "Prospecting");

    /** A table of {@code size} deals of all stages, with doubles and bad rows in between. */
    private static List<String> rows(Random random, int size) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String stage = STAGES.get(random.nextInt(4));
            String begin = stage.equals("Prospecting") ? "" : String.format("%02d-01-26", 14 + random.nextInt(15));
            String end = begin.isEmpty() || stage.equals("Engaging")
                    ? ""
                    : String.format("%02d-02-26", 1 + random.nextInt(28));
            String value = stage.equals("Won") ? String.valueOf(1 + random.nextInt(5_000)) : "";
            rows.add("D" + i + ",Rep " + random.nextInt(3) + ",Prod " + random.nextInt(3) + ",Client "
                    + random.nextInt(5) + "," + stage + "," + begin + "," + end + "," + value);
        }
        rows.add("D0" + rows.getFirst().substring(2));
        rows.add("BAD,Ann,Alpha,Acme,Nowhere,25-01-26,,");
        return rows;
    }

    private static List<EventEnvelope> events(List<String> rows, String asOf) throws Exception {
        Path folder = Files.createTempDirectory("nextbest-imports");
        try {
            Path file = new Workbench(folder).file("deals.csv", Workbench.DEALS + String.join("\n", rows) + "\n");
            return Workbench.events(Workbench.plan(Workbench.asOf(asOf), file));
        } finally {
            deleteAll(folder);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Set<String> ids(List<EventEnvelope> events) {
        return events.stream().map(EventEnvelope::id).collect(Collectors.toSet());
    }

    @Property(tries = 40)
    void anyOrderOfRowsGivesTheSameEvents(@ForAll long seed, @ForAll @IntRange(min = 4, max = 40) int size)
            throws Exception {
        Random random = new Random(seed);
        List<String> rows = rows(random, size);
        List<String> shuffled = new ArrayList<>(rows);
        java.util.Collections.shuffle(shuffled, random);

        assertThat(Set.copyOf(events(shuffled, "2026-03-31"))).isEqualTo(Set.copyOf(events(rows, "2026-03-31")));
    }

    @Property(tries = 40)
    void aRepeatedImportGivesTheSameIdsAlsoOnALaterDay(@ForAll long seed, @ForAll @IntRange(min = 4, max = 40) int size)
            throws Exception {
        List<String> rows = rows(new Random(seed), size);
        List<EventEnvelope> first = events(rows, "2026-03-31");

        assertThat(events(rows, "2026-03-31")).isEqualTo(first);
        assertThat(ids(events(rows, "2026-05-05"))).isEqualTo(ids(first));
        assertThat(ids(first)).hasSameSizeAs(first);
    }

    @Property(tries = 40)
    void aChangedRowGivesNewIdsForWhatChangedOnly(@ForAll long seed) throws Exception {
        List<String> rows = rows(new Random(seed), 10);
        rows.add("X,Ann,Alpha,Acme,Won,25-01-26,25-02-26,1000");
        List<String> changed = new ArrayList<>(rows);
        changed.set(changed.size() - 1, "X,Ann,Alpha,Acme,Won,25-01-26,25-02-26,1001");

        Set<String> before = ids(events(rows, "2026-03-31"));
        Set<String> after = ids(events(changed, "2026-03-31"));

        Set<String> news = new java.util.HashSet<>(after);
        news.removeAll(before);
        assertThat(news).singleElement().satisfies(id -> assertThat(id).startsWith("deals/X/outcome/"));
    }
}
