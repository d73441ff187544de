package nextbest.fact;

import java.time.Instant;
import java.util.Objects;

/**
 * Where a fact comes from.
 *
 * @param source the system or file, for example {@code salesforce} or {@code file:sales_pipeline.csv}
 * @param recordId the record there; empty if the source has no ids
 * @param at when it became true, as the source says
 */
public record Provenance(String source, String recordId, Instant at) {
    public Provenance {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(at, "at");
    }
}
