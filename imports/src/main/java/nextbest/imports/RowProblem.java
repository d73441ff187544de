package nextbest.imports;

import java.util.Locale;
import java.util.Objects;
import nextbest.event.Violation;

/**
 * Something wrong, or doubtful, at one place of a file.
 *
 * @param file the file's name without its folder
 * @param line the line on which the row begins, from 1; 0 if it is about the whole file
 * @param column the column's header; empty if it is about the whole row or file
 * @param seen what was there, cut to {@value Violation#MAX_SEEN} characters
 * @param allowed what would have been accepted
 */
public record RowProblem(String file, long line, String column, String seen, String allowed) {
    public RowProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(allowed, "allowed");
        if (line < 0) {
            throw new IllegalArgumentException("a line is counted from 1, or 0 for the whole file, but is " + line);
        }
        seen = new Violation(column, seen, allowed).seen();
    }

    /** One sentence for people, on one line: a line break in a cell shows as {@code \\n}, other control characters by number. */
    public String sentence() {
        return printable(file
                + (line > 0 ? ", line " + line : "")
                + (column.isEmpty() ? "" : ", " + column)
                + ": saw "
                + seen
                + ", allowed is "
                + allowed);
    }

    /** What a file says must not move the cursor of the terminal on which it is shown. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        shown.append(String.format(Locale.ROOT, "\\u%04X", c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                }
            }
        });
        return shown.toString();
    }
}
