package nextbest.imports;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report as plain text for a terminal. */
final class ReportText {
    private static final int SHOWN = 20;

    private ReportText() {}

    static String of(ImportReport report) {
        StringBuilder text = new StringBuilder();
        for (ImportReport.FileReport file : report.files()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %s of family %s (%s, separated by %s)%n  %,d rows: %,d good, %,d bad, %,d said twice%n",
                    file.file(),
                    file.table(),
                    file.family(),
                    file.encoding(),
                    file.separator(),
                    file.rows(),
                    file.good(),
                    file.bad(),
                    file.duplicates()));
            text.append("  columns: ")
                    .append(String.join(
                            ", ",
                            file.columns().entrySet().stream()
                                    .map(e -> e.getKey() + " = " + e.getValue())
                                    .toList()))
                    .append('\n');
        }
        ImportReport.Deals deals = report.deals();
        if (deals.total() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "deals: %,d: %,d open, %,d won, %,d lost%n",
                    deals.total(),
                    deals.open(),
                    deals.won(),
                    deals.lost()));
            if (deals.notYet() + deals.outcomesNotYet() > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "  after the import's moment: %,d deals left out, %,d outcomes not told%n",
                        deals.notYet(),
                        deals.outcomesNotYet()));
            }
        }
        report.firstDay()
                .ifPresent(first -> text.append("days: ")
                        .append(first)
                        .append(" to ")
                        .append(report.lastDay().orElse(first))
                        .append('\n'));
        report.suggestedAsOf()
                .ifPresent(day -> text.append("the files end on ")
                        .append(day)
                        .append(": --as-of ")
                        .append(day)
                        .append(" lets the business clock start there\n"));
        text.append("events: ")
                .append(
                        report.events().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        report.events().entrySet().stream()
                                                .map(e ->
                                                        String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
                                                .toList()))
                .append('\n');
        list(text, "refused", report.problems(), report.problemCount(), RowProblem::sentence);
        list(text, "doubtful", report.warnings(), report.warningCount(), RowProblem::sentence);
        list(
                text,
                "spellings taken as the same (only case, blanks or punctuation differ)",
                report.spellingsTaken(),
                report.spellingsTaken().size(),
                s -> String.format(
                        Locale.ROOT,
                        "%s '%s' = '%s' in %,d rows",
                        s.entity().singular(),
                        s.seen(),
                        s.taken(),
                        s.rows()));
        list(
                text,
                "possible same (left as they are)",
                report.possibleSame(),
                report.possibleSame().size(),
                p -> String.format(
                        Locale.ROOT,
                        "'%s' = %s '%s' (%.2f), %,d rows",
                        p.seen(),
                        p.what(),
                        p.known(),
                        p.confidence(),
                        p.rows()));
        list(
                text,
                "columns that give the outcome away",
                report.leaks(),
                report.leaks().size(),
                ReportText::leak);
        list(
                text,
                "missing for good recommendations",
                report.missing(),
                report.missing().size(),
                m -> m);
        list(text, "notes", report.notes(), report.notes().size(), n -> n);
        return text.toString();
    }

    private static String leak(ImportReport.Leak leak) {
        String treatment = switch (leak.treatment()) {
            case OUTCOME_ONLY -> "told only with the outcome";
            case NOT_USED -> "not used";
            case HELD_BACK ->
                "left out until you decide: --keep '" + leak.column() + "' or --drop '" + leak.column() + "'";
            case KEPT -> "kept, as you said";
            case DROPPED -> "left out, as you said";
        };
        return String.format(
                Locale.ROOT,
                "%s, %s: %s %.3f over %,d deals; %s",
                leak.file(),
                leak.column(),
                leak.measure(),
                leak.value(),
                leak.rows(),
                treatment);
    }

    private static <T> void list(
            StringBuilder text, String title, List<T> items, long total, Function<T, String> sentence) {
        if (items.isEmpty()) {
            return;
        }
        text.append(title).append(String.format(Locale.ROOT, " (%,d):%n", total));
        items.stream()
                .limit(SHOWN)
                .forEach(item -> text.append("  ").append(sentence.apply(item)).append('\n'));
        if (total > SHOWN) {
            text.append(String.format(Locale.ROOT, "  … and %,d more%n", total - SHOWN));
        }
    }
}
