package nextbest.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Proposes corrections for words of columns whose usual words are known: industries and countries. Changes nothing. */
final class Spelling {
    private static final double ALIKE = 0.92;
    private static final Set<String> INDUSTRIES = Set.of(
            "technology",
            "medical",
            "healthcare",
            "retail",
            "software",
            "finance",
            "financial services",
            "banking",
            "insurance",
            "marketing",
            "entertainment",
            "telecommunications",
            "services",
            "employment",
            "manufacturing",
            "education",
            "energy",
            "utilities",
            "transportation",
            "logistics",
            "real estate",
            "construction",
            "automotive",
            "pharmaceuticals",
            "biotechnology",
            "agriculture",
            "media",
            "hospitality",
            "consulting",
            "government",
            "nonprofit",
            "aerospace",
            "chemicals",
            "electronics",
            "engineering",
            "food and beverage",
            "mining");

    private Spelling() {}

    static List<ImportReport.PossibleSame> proposals(ImportPlan.Table table) {
        List<ImportReport.PossibleSame> proposals = new ArrayList<>();
        for (ColumnUse use : table.mapping().uses()) {
            ColumnProfile column = table.profile().columns().get(use.index());
            if (use.role() == Role.INDUSTRY) {
                propose(column, INDUSTRIES, proposals);
            } else if (use.role() == Role.COUNTRY) {
                propose(column, Countries.NAMES, proposals);
            }
        }
        return proposals;
    }

    private static final class Countries {
        static final Set<String> NAMES = Arrays.stream(Locale.getISOCountries())
                .map(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static void propose(ColumnProfile column, Set<String> usual, List<ImportReport.PossibleSame> proposals) {
        for (Map.Entry<String, Integer> value : column.values()) {
            String bare = Headers.bare(value.getKey());
            if (usual.stream().anyMatch(word -> Headers.bare(word).equals(bare))) {
                continue;
            }
            String best = "";
            double most = 0;
            for (String word : new java.util.TreeSet<>(usual)) {
                double alike = Similarity.of(word, value.getKey());
                if (alike > most) {
                    most = alike;
                    best = word;
                }
            }
            if (most >= ALIKE) {
                proposals.add(new ImportReport.PossibleSame(
                        "column " + column.header(), value.getKey(), best, most, value.getValue()));
            }
        }
    }
}
