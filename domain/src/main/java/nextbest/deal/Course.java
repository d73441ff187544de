package nextbest.deal;

import java.time.Instant;
import java.time.LocalDate;
import nextbest.fact.Fact;

/**
 * Where the deal stands and when.
 *
 * @param name what people call the deal
 * @param stage the current stage
 * @param createdAt when the deal began; its age counts from here
 * @param stageSince when it entered the current stage
 * @param closeDate the close date of record
 * @param proposedCloseDate a date that the buyer's words suggest instead
 */
public record Course(
        Fact<String> name,
        Fact<Stage> stage,
        Fact<Instant> createdAt,
        Fact<Instant> stageSince,
        Fact<LocalDate> closeDate,
        Fact<LocalDate> proposedCloseDate) {}
