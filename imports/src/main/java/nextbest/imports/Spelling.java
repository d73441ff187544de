package nextbest.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nextbest.topics.UsualWords;

/** Proposes corrections for words of columns whose usual words are known: industries and countries. Changes nothing. */
final class Spelling {
    private Spelling() {}

    static List<ImportReport.PossibleSame> proposals(ImportPlan.Table table) {
        List<ImportReport.PossibleSame> proposals = new ArrayList<>();
        for (ColumnUse use : table.mapping().uses()) {
            ColumnProfile column = table.profile().columns().get(use.index());
            if (use.role() == Role.INDUSTRY) {
                propose(column, UsualWords.INDUSTRIES, proposals);
            } else if (use.role() == Role.COUNTRY) {
                propose(column, UsualWords.COUNTRIES, proposals);
            }
        }
        return proposals;
    }

    private static void propose(ColumnProfile column, UsualWords usual, List<ImportReport.PossibleSame> proposals) {
        for (Map.Entry<String, Integer> value : column.values()) {
            usual.meant(value.getKey())
                    .ifPresent(meant -> proposals.add(new ImportReport.PossibleSame(
                            "column " + column.header(),
                            value.getKey(),
                            meant.word(),
                            meant.confidence(),
                            value.getValue())));
        }
    }
}
