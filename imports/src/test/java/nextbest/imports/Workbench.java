package nextbest.imports;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.identity.TenantId;

/** Writes small tables of our own and imports them. */
final class Workbench {
    static final TenantId TENANT = new TenantId(new UUID(7, 7));
    static final String DEALS =
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";

    private final Path folder;

    Workbench(Path folder) {
        this.folder = folder;
    }

    Path file(String name, String text) throws IOException {
        return file(name, text, StandardCharsets.UTF_8);
    }

    Path file(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }

    static ImportOptions asOf(String day) {
        return ImportOptions.asOf(LocalDate.parse(day));
    }

    static ImportPlan plan(ImportOptions options, Path... files) throws Exception {
        return Imports.recognise(List.of(files), options);
    }

    static List<EventEnvelope> events(ImportPlan plan) throws IOException {
        List<EventEnvelope> events = new ArrayList<>();
        long count = plan.events(TENANT, events::add);
        if (count != events.size()) {
            throw new AssertionError("said " + count + ", emitted " + events.size());
        }
        return events;
    }

    /** The events about one deal. */
    static List<EventEnvelope> life(ImportPlan plan, String deal) throws IOException {
        return events(plan).stream()
                .filter(event ->
                        event.subject().filter(s -> s.id().equals(deal)).isPresent())
                .toList();
    }
}
