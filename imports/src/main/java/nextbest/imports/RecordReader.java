package nextbest.imports;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads separated values as RFC 4180 describes them, and survives what it does not describe: a cell of any length costs
 * at most {@value #MAX_CELL} characters of memory, and a quote that is never closed costs its own line, not the rest of
 * the file.
 *
 * <p>Written by hand because the libraries of the trade stop at the first malformed record, or hold a whole cell.
 */
final class RecordReader implements Closeable {
    /** Longer cells are refused; the longest text field of an event has this length. */
    static final int MAX_CELL = 200_000;

    private static final int MAX_RESUME = 1 << 20;
    private static final int MAX_CELLS = 5_000;
    private static final int END = -1;

    private enum State {
        START,
        PLAIN,
        QUOTED,
        QUOTE_SEEN
    }

    /** What is wrong with a record. */
    record Fault(int cell, String seen, String allowed) {}

    private final Reader in;
    private final char separator;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int length;
    private String back = "";
    private int backPosition;
    private boolean lastFromBack;
    private long line = 1;
    private int expected;

    private final List<String> cells = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private long cellLength;
    private long startLine;
    private long endLine;
    private Optional<Fault> fault = Optional.empty();
    private boolean badQuotes;

    /** What was read after the first line break inside quotes, so that reading can go on from there. */
    private final StringBuilder resume = new StringBuilder();

    private boolean capturing;

    RecordReader(Reader in, char separator) {
        this.in = in;
        this.separator = separator;
    }

    /** From now on a record of several lines with another number of cells counts as badly quoted. */
    void expect(int cellCount) {
        this.expected = cellCount;
    }

    /** Reads the next record; false at the end. */
    boolean next() throws IOException {
        cells.clear();
        fault = Optional.empty();
        badQuotes = false;
        capturing = false;
        resume.setLength(0);
        startLine = line;
        int c = read();
        if (c == END) {
            return false;
        }
        readCells(c);
        endLine = Math.max(startLine, line - 1);
        if (!resume.isEmpty() && capturing && (badQuotes || (expected > 0 && cells.size() != expected))) {
            goBackToSecondLine();
        }
        return true;
    }

    List<String> cells() {
        return cells;
    }

    /** The line on which the record begins, from 1. */
    long startLine() {
        return startLine;
    }

    /** The last line that the record touches. */
    long endLine() {
        return endLine;
    }

    Optional<Fault> fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void readCells(int first) throws IOException {
        State state = State.START;
        beginCell();
        for (int c = first; ; c = read()) {
            boolean ends = c == END || c == '\n' || c == separator;
            switch (state) {
                case START -> {
                    if (ends) {
                        endCell();
                    } else if (c == '"') {
                        cell.setLength(0);
                        cellLength = 0;
                        state = State.QUOTED;
                    } else {
                        append(c);
                        state = c == ' ' ? State.START : State.PLAIN;
                    }
                }
                case PLAIN -> {
                    if (ends) {
                        endCell();
                        state = State.START;
                    } else {
                        append(c);
                    }
                }
                case QUOTED -> {
                    if (c == END) {
                        unclosed();
                        endCell();
                    } else if (c == '"') {
                        state = State.QUOTE_SEEN;
                        ends = false;
                    } else {
                        if (c == '\n' && !capturing && resume.isEmpty()) {
                            capturing = true;
                        }
                        append(c);
                        ends = false;
                        if (resume.length() >= MAX_RESUME && capturing) {
                            if (resumeLooksLikeRows()) {
                                unclosed();
                                endCell();
                                return;
                            }
                            capturing = false;
                        }
                    }
                }
                case QUOTE_SEEN -> {
                    if (c == '"') {
                        append(c);
                        state = State.QUOTED;
                        ends = false;
                    } else if (ends) {
                        endCell();
                        state = State.START;
                    } else if (c != ' ') {
                        flag("text after the quote that closes the cell", "quotes inside a quoted cell doubled: \"\"");
                        badQuotes = true;
                        append(c);
                        state = State.PLAIN;
                    }
                }
            }
            if (ends) {
                if (c != separator) {
                    return;
                }
                beginCell();
            }
        }
    }

    private void beginCell() {
        cell.setLength(0);
        cellLength = 0;
    }

    private void append(int c) {
        cellLength++;
        if (cellLength <= MAX_CELL) {
            cell.append((char) c);
        }
    }

    private void endCell() {
        if (cellLength > MAX_CELL) {
            flag("a cell of " + cellLength + " characters", "at most " + MAX_CELL + " characters");
        }
        if (cells.size() < MAX_CELLS) {
            cells.add(cellLength > MAX_CELL ? "" : cell.toString());
        } else {
            flag("more than " + MAX_CELLS + " cells", "at most " + MAX_CELLS + " cells in a row");
        }
    }

    private void unclosed() {
        flag("a quote that is never closed", "a closing quote before the next separator, or no quote at all");
        badQuotes = true;
    }

    private void flag(String seen, String allowed) {
        if (fault.isEmpty()) {
            fault = Optional.of(new Fault(cells.size(), seen, allowed));
        }
    }

    /** Whether what was swallowed by an open quote reads like rows of this table rather than like one long text. */
    private boolean resumeLooksLikeRows() {
        int lineEnd = resume.indexOf("\n");
        if (expected < 2 || lineEnd < 0) {
            return false;
        }
        return resume.substring(0, lineEnd).chars().filter(c -> c == separator).count() == expected - 1L;
    }

    private void goBackToSecondLine() {
        back = resume + back.substring(backPosition);
        backPosition = 0;
        line = startLine + 1;
        endLine = startLine;
    }

    /** The next character, with every kind of line break as {@code '\n'}. */
    private int read() throws IOException {
        int c = raw();
        if (c == '\r') {
            int after = raw();
            if (after != '\n' && after != END) {
                unread();
            }
            c = '\n';
        }
        if (capturing && c != END) {
            resume.append((char) c);
        }
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int raw() throws IOException {
        lastFromBack = backPosition < back.length();
        if (lastFromBack) {
            return back.charAt(backPosition++);
        }
        if (position == length) {
            length = Math.max(0, in.read(buffer));
            position = 0;
            if (length == 0) {
                return END;
            }
        }
        return buffer[position++];
    }

    private void unread() {
        if (lastFromBack) {
            backPosition--;
        } else {
            position--;
        }
    }
}
