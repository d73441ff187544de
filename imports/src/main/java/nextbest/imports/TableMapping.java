package nextbest.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.event.EventEnvelope;

/**
 * What a table is and what its columns mean; found by recognition, or told by a mapping file.
 *
 * @param family becomes the events' source {@code file:<family>}
 * @param entity what a row is
 * @param uses the columns that are used or deliberately not used; a column may appear twice
 * @param idFrom columns from whose cells an id is made where no column is one; empty: from the whole row and its
 *     occurrence
 * @param stages stage labels as written → meaning
 * @param outcomes outcome words in lower case → result; empty: the usual words
 * @param currency ISO 4217 code of amounts that name none
 * @param unit what one unit of a revenue stands for: 1, or 1,000,000 where the table counts in millions
 * @param unknown words in lower case that say that nothing is known
 * @param leaky by header: true to keep, false to leave out, whatever the leakage check says
 * @param notes what a person should know of how the table was understood
 * @param doubts where a person may have meant something else
 */
record TableMapping(
        String family,
        Entity entity,
        List<ColumnUse> uses,
        List<Integer> idFrom,
        Map<String, StageWords.Meaning> stages,
        Map<String, StageWords.Result> outcomes,
        Optional<String> currency,
        BigDecimal unit,
        Set<String> unknown,
        Map<String, Boolean> leaky,
        List<String> notes,
        List<RowProblem> doubts) {
    /** Words that say that nothing is known, whatever the table. */
    static final Set<String> USUAL_UNKNOWN = Set.of(
            "unknown",
            "n/a",
            "na",
            "n.a.",
            "not known",
            "unbekannt",
            "null",
            "-",
            "--",
            "?",
            "#n/a",
            "(none)",
            "(no value)",
            "no value",
            "k.a.",
            "keine angabe",
            "(leer)",
            "(blank)");

    TableMapping {
        uses = List.copyOf(uses);
        idFrom = List.copyOf(idFrom);
        stages = Map.copyOf(stages);
        outcomes = Map.copyOf(outcomes);
        unknown = Set.copyOf(unknown);
        leaky = Map.copyOf(leaky);
        notes = List.copyOf(notes);
        doubts = List.copyOf(doubts);
    }

    String source() {
        return EventEnvelope.FILE_SOURCE + family;
    }

    Optional<ColumnUse> use(Role role) {
        for (ColumnUse use : uses) {
            if (use.role() == role) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }

    List<ColumnUse> all(Role role) {
        List<ColumnUse> found = List.of();
        for (ColumnUse use : uses) {
            if (use.role() == role) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(use);
            }
        }
        return found;
    }

    boolean has(Role role) {
        return use(role).isPresent();
    }

    boolean isUnknown(String cell) {
        return cell.isEmpty() || (cell.length() <= 20 && unknown.contains(cell.toLowerCase(Locale.ROOT)));
    }

    /** Whether no column tells when anything happened. */
    boolean undated() {
        return uses.stream().noneMatch(use -> use.role().holds() == Role.Holds.DATE);
    }

    TableMapping withUses(List<ColumnUse> other) {
        return new TableMapping(
                family, entity, other, idFrom, stages, outcomes, currency, unit, unknown, leaky, notes, doubts);
    }
}
