package nextbest.imports;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the caller decides about an import.
 *
 * @param asOf the moment as of which the files speak: nothing later is told as known, and what carries no date is told at
 *     this moment. Without a person's word this is the business clock's now
 * @param zone the time zone in which days without a zone begin
 * @param currency ISO 4217 code of amounts that name none, unless a mapping says otherwise
 * @param dateFormat how numeric dates are written where the values leave it open, for example {@code dd/MM/yyyy}
 * @param encoding how the files are encoded, if a person says so
 * @param separator what stands between cells, if a person says so
 * @param mappings mapping files; each is used for the tables that have all of its columns
 * @param drop columns never to be used, by header
 * @param keep columns to be used although the leakage check warns of them, by header
 * @param stages the stages that the organisation has already, each with its place; files may name them, too, and then they
 *     mean what they mean there
 */
public record ImportOptions(
        Instant asOf,
        ZoneId zone,
        String currency,
        Optional<String> dateFormat,
        Optional<Charset> encoding,
        Optional<Character> separator,
        List<Path> mappings,
        Set<String> drop,
        Set<String> keep,
        List<StagePlan.Stage> stages) {
    public ImportOptions {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(zone, "zone");
        mappings = List.copyOf(mappings);
        drop = Set.copyOf(drop);
        keep = Set.copyOf(keep);
        stages = List.copyOf(stages);
        if (!NumberShape.isCurrency(currency)) {
            throw new IllegalArgumentException("expected an ISO 4217 currency such as EUR, but saw '" + currency + "'");
        }
        if (dateFormat.isPresent() && DateShape.orderOf(dateFormat.get()).isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a date format of d, M and y such as dd/MM/yyyy, but saw '" + dateFormat.get() + "'");
        }
    }

    /** As of a moment, in UTC, amounts in US dollars, everything else found out from the files. */
    public static ImportOptions asOf(Instant moment) {
        return new ImportOptions(
                moment,
                ZoneOffset.UTC,
                "USD",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of());
    }

    /** As of the last second of a day in UTC: the day itself has happened. */
    public static ImportOptions asOf(LocalDate day) {
        return asOf(day.atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC));
    }

    public ImportOptions withZone(ZoneId other) {
        return new ImportOptions(asOf, other, currency, dateFormat, encoding, separator, mappings, drop, keep, stages);
    }

    public ImportOptions withCurrency(String other) {
        return new ImportOptions(asOf, zone, other, dateFormat, encoding, separator, mappings, drop, keep, stages);
    }

    public ImportOptions withDateFormat(String pattern) {
        return new ImportOptions(
                asOf, zone, currency, Optional.of(pattern), encoding, separator, mappings, drop, keep, stages);
    }

    public ImportOptions withEncoding(Charset other) {
        return new ImportOptions(
                asOf, zone, currency, dateFormat, Optional.of(other), separator, mappings, drop, keep, stages);
    }

    public ImportOptions withSeparator(char other) {
        return new ImportOptions(
                asOf, zone, currency, dateFormat, encoding, Optional.of(other), mappings, drop, keep, stages);
    }

    public ImportOptions withMappings(List<Path> files) {
        return new ImportOptions(asOf, zone, currency, dateFormat, encoding, separator, files, drop, keep, stages);
    }

    public ImportOptions withDrop(Set<String> columns) {
        return new ImportOptions(
                asOf, zone, currency, dateFormat, encoding, separator, mappings, columns, keep, stages);
    }

    public ImportOptions withKeep(Set<String> columns) {
        return new ImportOptions(
                asOf, zone, currency, dateFormat, encoding, separator, mappings, drop, columns, stages);
    }

    public ImportOptions withStages(List<StagePlan.Stage> other) {
        return new ImportOptions(asOf, zone, currency, dateFormat, encoding, separator, mappings, drop, keep, other);
    }

    /** The day of {@link #asOf} in the import's zone. */
    LocalDate today() {
        return asOf.atZone(zone).toLocalDate();
    }

    /** Two-digit years are not later than this one. */
    int latestYear() {
        return today().getYear() + 20;
    }
}
