package nextbest.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.imports.ColumnProfile.DateReading;

/**
 * Recognises a qualification form per row: many columns with few values each, one of them won or lost, and neither ids
 * nor dates.
 */
final class QualificationTable implements Recogniser {
    private static final int LEAST_SIGNALS = 5;
    private static final int MOST_VALUES = 60;

    @Override
    public Optional<TableMapping> recognise(TableProfile profile, ImportOptions options, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        Optional<Integer> outcome = outcome(profile);
        long signals =
                profile.columns().stream().filter(QualificationTable::isSignal).count();
        boolean dated = profile.columns().stream()
                .anyMatch(column -> column.dates() instanceof DateReading.Decided(DateShape.Order ignored, double share)
                        && share >= 0.8);
        if (outcome.isEmpty() || dated || signals < LEAST_SIGNALS + 1L) {
            return Optional.empty();
        }
        Assignment assignment = Assignment.of(profile, Entity.DEAL, CrmExport.SURE);
        List<String> notes = new ArrayList<>();
        List<RowProblem> doubts = new ArrayList<>();
        List<ColumnUse> uses = new ArrayList<>();
        for (int i = 0; i < profile.columns().size(); i++) {
            int index = i;
            ColumnProfile column = profile.columns().get(i);
            Optional<Assignment.Claim> claim = assignment.claims().stream()
                    .filter(c -> c.column() == index)
                    .findFirst();
            if (index == outcome.get()) {
                uses.add(text(index, column, Role.OUTCOME, "its values are won and lost"));
                continue;
            }
            Role role = claim.map(Assignment.Claim::role).orElse(Role.ATTRIBUTE);
            switch (role) {
                case PRODUCT, REP, CLIENT, ID ->
                    uses.add(text(index, column, role, claim.orElseThrow().reason()));
                case AMOUNT ->
                    uses.add(CrmExport.use(profile.table(), column, claim.orElseThrow(), options, hint, doubts));
                case BUDGET, COMPETITORS -> {
                    uses.add(text(index, column, role, claim.orElseThrow().reason()));
                    uses.add(text(index, column, Role.ATTRIBUTE, "an answer of the form"));
                }
                default ->
                    uses.add(text(
                            index,
                            column,
                            isSignal(column) && column.header().length() <= 64 ? Role.ATTRIBUTE : Role.IGNORE,
                            isSignal(column) ? "an answer of the form" : "its values do not repeat"));
            }
        }
        CrmExport.refuseUsedDuplicates(profile.table(), uses);
        if (uses.stream().noneMatch(use -> use.role() == Role.ID)) {
            notes.add("rows carry no id: one is made from the whole row and its occurrence, so real duplicates stay");
        }
        notes.add("rows carry no dates: deals and outcomes are told as of the import's moment");
        return Optional.of(new TableMapping(
                "qualification",
                Entity.DEAL,
                uses,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                BigDecimal.ONE,
                TableMapping.USUAL_UNKNOWN,
                Map.of(),
                notes,
                doubts));
    }

    private static ColumnUse text(int index, ColumnProfile column, Role role, String reason) {
        return new ColumnUse(
                index, column.header(), role, Optional.empty(), Optional.empty(), Optional.empty(), 0.9, reason);
    }

    private static boolean isSignal(ColumnProfile column) {
        return !column.header().isEmpty()
                && column.filled() > 0
                && column.complete()
                && column.distinct() <= MOST_VALUES;
    }

    /** The column that says won or lost; one with a usual header is preferred. */
    private static Optional<Integer> outcome(TableProfile profile) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < profile.columns().size(); i++) {
            ColumnProfile column = profile.columns().get(i);
            boolean named = named(column);
            boolean words = column.values().stream()
                    .allMatch(e -> StageWords.known(e.getKey())
                            .filter(m -> !m.kind().isOpen())
                            .isPresent());
            if (column.filled() > 0 && (words || (named && Assignment.resultLike(column)))) {
                candidates.add(i);
            }
        }
        return candidates.stream()
                .min(Comparator.comparing(
                                (Integer i) -> !named(profile.columns().get(i)))
                        .thenComparing(Comparator.reverseOrder()));
    }

    private static boolean named(ColumnProfile column) {
        return Vocabulary.read(Entity.DEAL, column.header()).stream()
                .anyMatch(reading -> reading.role() == Role.OUTCOME && reading.strength() >= 0.9);
    }
}
