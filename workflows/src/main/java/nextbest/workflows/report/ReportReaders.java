package nextbest.workflows.report;

import java.util.List;
import java.util.UUID;

/** Who is to be sent something: ids, no names. */
public record ReportReaders(List<UUID> readers) {
    public ReportReaders {
        readers = List.copyOf(readers);
    }
}
