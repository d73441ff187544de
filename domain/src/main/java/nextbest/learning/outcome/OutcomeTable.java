package nextbest.learning.outcome;

import java.util.List;

/**
 * Cases in columns of words and numbers. Unknown is a value: in a column of words it is a word like any other (an empty
 * text counts as the word {@code Unknown}); in a column of numbers it is NaN and gets a coefficient of its own.
 */
public record OutcomeTable(int rows, List<Column> columns) {

    public OutcomeTable {
        columns = List.copyOf(columns);
        if (rows < 1) {
            throw new IllegalArgumentException("expected at least 1 row, but got " + rows);
        }
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException(
                        "column " + column.name() + ": expected " + rows + " values, but got " + column.size());
            }
        }
    }

    /** A named column. */
    public sealed interface Column {
        String name();

        int size();
    }

    /** Words; compared as they are. */
    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read; copies would double large imports
    public record Words(String name, String[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        String at(int row) {
            return values[row] == null || values[row].isBlank() ? "Unknown" : values[row];
        }
    }

    /** Numbers; NaN is unknown, infinity is an error. */
    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read; copies would double large imports
    public record Numbers(String name, double[] values) implements Column {
        public Numbers {
            for (int i = 0; i < values.length; i++) {
                if (Double.isInfinite(values[i])) {
                    throw new IllegalArgumentException("column " + name + ", row " + i + ": a value is infinite");
                }
            }
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
