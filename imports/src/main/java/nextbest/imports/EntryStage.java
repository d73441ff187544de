package nextbest.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which stage a deal enters on the day it was engaged: the one open stage in which all deals with such a day stand, if
 * there is exactly one.
 */
final class EntryStage {
    private EntryStage() {}

    static Optional<String> of(ImportPlan.Table table, StagePlan plan) throws IOException {
        Optional<ColumnUse> engaged = table.mapping().use(Role.ENGAGED);
        Optional<ColumnUse> stage = table.mapping().use(Role.STAGE);
        if (engaged.isEmpty() || stage.isEmpty()) {
            return Optional.empty();
        }
        Set<String> labels = new TreeSet<>();
        table.profile()
                .table()
                .read(
                        row -> {
                            String label = row.cell(stage.get().index());
                            if (!row.cell(engaged.get().index()).isEmpty() && label.length() <= 80) {
                                labels.add(label);
                            }
                        },
                        problem -> {});
        Set<String> open = new TreeSet<>();
        labels.forEach(label ->
                plan.find(label).filter(found -> found.kind().isOpen()).ifPresent(found -> open.add(found.label())));
        return open.size() == 1 ? open.stream().findFirst() : Optional.empty();
    }
}
