package nextbest.evaluation;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** Reads a column of days in one of the usual spellings, the same for the whole column; plain numbers are taken as they are. */
final class Dates {
    private static final List<DateTimeFormatter> FORMATS =
            List.of("uuuu-MM-dd", "dd-MM-uu", "dd-MM-uuuu", "dd.MM.uuuu", "dd/MM/uuuu", "MM/dd/uuuu", "uuuu/MM/dd")
                    .stream()
                    .map(p -> DateTimeFormatter.ofPattern(p, Locale.ROOT))
                    .toList();

    private Dates() {}

    /** Days since 1970 (or the numbers) of the given rows. */
    static long[] read(Table table, int column, int[] rows) {
        if (!table.isText(column)) {
            long[] numbers = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                numbers[i] = Math.round(table.number(rows[i], column));
            }
            return numbers;
        }
        BadData problem = null;
        for (DateTimeFormatter format : FORMATS) {
            try {
                return read(table, column, rows, format);
            } catch (BadData e) {
                problem = problem == null ? e : problem;
            }
        }
        throw problem == null ? table.bad(rows[0], column, "expected a date") : problem;
    }

    private static long[] read(Table table, int column, int[] rows, DateTimeFormatter format) {
        long[] days = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            String text = table.text(rows[i], column);
            String day = text.length() > 10 && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                    ? text.substring(0, 10)
                    : text;
            try {
                days[i] = LocalDate.parse(day, format).toEpochDay();
            } catch (DateTimeParseException _) {
                throw table.bad(
                        rows[i],
                        column,
                        "expected a date like 2026-11-30, 30-11-26, 30.11.2026 or 11/30/2026 in the whole column, but got '"
                                + text + "'");
            }
        }
        return days;
    }
}
