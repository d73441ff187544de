package nextbest.imports;

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

    /** One sentence for people. */
    public String sentence() {
        return file
                + (line > 0 ? ", line " + line : "")
                + (column.isEmpty() ? "" : ", " + column)
                + ": saw "
                + seen
                + ", allowed is "
                + allowed;
    }
}
