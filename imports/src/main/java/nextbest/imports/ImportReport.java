package nextbest.imports;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an import found. Plain values only, so that it can be written as JSON as it is.
 *
 * @param files one entry per file, in the order in which they are emitted
 * @param events how many events of each type, by the type's name on the wire
 * @param problems rows (and files) that were refused, the first {@value ProblemLog#KEPT}
 * @param problemCount all of them
 * @param warnings rows that were taken, but look doubtful, the first {@value ProblemLog#KEPT}
 * @param warningCount all of them
 * @param spellingsTaken names that were matched although case, blanks or punctuation differ
 * @param possibleSame names that were left as they are, but may mean something known
 * @param leaks columns that give the outcome away
 * @param deals how the deals stand as of the import's moment
 * @param firstDay the first day on which anything happened
 * @param lastDay the last day on which anything happened, also beyond the import's moment
 * @param suggestedAsOf a better {@code --as-of}, if the last day is not the import's own
 * @param missing what good recommendations would need and the files do not say
 * @param notes how the files were understood, where that was not obvious
 */
public record ImportReport(
        List<FileReport> files,
        Map<String, Long> events,
        List<RowProblem> problems,
        long problemCount,
        List<RowProblem> warnings,
        long warningCount,
        List<SpellingTaken> spellingsTaken,
        List<PossibleSame> possibleSame,
        List<Leak> leaks,
        Deals deals,
        Optional<LocalDate> firstDay,
        Optional<LocalDate> lastDay,
        Optional<LocalDate> suggestedAsOf,
        List<String> missing,
        List<String> notes) {

    /**
     * One file.
     *
     * @param file its name
     * @param family what it was recognised as: {@code crm}, {@code salesforce}, {@code hubspot}, {@code qualification}, a
     *     mapping's name; empty if it was not
     * @param table {@code deals}, {@code clients}, {@code products} or {@code reps}; empty if it was not recognised
     * @param encoding how its bytes were read
     * @param separator what stands between cells
     * @param rows rows after the header, without closing lines
     * @param good rows that became events
     * @param bad rows that were refused
     * @param duplicates rows that say the same again
     * @param columns what each column was taken for: header → role
     */
    public record FileReport(
            String file,
            String family,
            String table,
            String encoding,
            String separator,
            long rows,
            long good,
            long bad,
            long duplicates,
            Map<String, String> columns) {}

    /** A name that was matched to a known one; {@code rows} times. */
    public record SpellingTaken(Entity entity, String seen, String taken, long rows) {}

    /**
     * A name that may mean a known one.
     *
     * @param what {@code product}, {@code client}, {@code rep}, or a column's header
     * @param confidence 0 to 1, how alike the spellings are
     */
    public record PossibleSame(String what, String seen, String known, double confidence, long rows) {}

    /** What was done with a column that gives the outcome away. */
    public enum LeakTreatment {
        /** Told only together with the outcome, never before. */
        OUTCOME_ONLY,
        /** The import does not use the column anyway. */
        NOT_USED,
        /** Left out until a person decides. */
        HELD_BACK,
        /** A person wants it used. */
        KEPT,
        /** A person wants it left out. */
        DROPPED
    }

    /**
     * A column that gives the outcome away.
     *
     * @param measure what was measured
     * @param value the measure, 0 to 1
     * @param rows over how many deals
     */
    public record Leak(String file, String column, String measure, double value, long rows, LeakTreatment treatment) {}

    /**
     * Deals by their state.
     *
     * @param notYet of all: deals that begin after the import's moment and are left out
     * @param outcomesNotYet won or lost after the import's moment: told as open
     */
    public record Deals(long total, long open, long won, long lost, long notYet, long outcomesNotYet) {}

    public ImportReport {
        files = List.copyOf(files);
        events = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(events));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        spellingsTaken = List.copyOf(spellingsTaken);
        possibleSame = List.copyOf(possibleSame);
        leaks = List.copyOf(leaks);
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
    }

    /** The report for people, as plain text. */
    public String text() {
        return ReportText.of(this);
    }
}
