package nextbest.imports;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table whose separator and header are known, to be read from the beginning as often as needed.
 *
 * @param raw the file
 * @param separator what stands between two cells
 * @param columns the headers; a column without one has an empty name
 * @param headerRecord how many records stand before the header: titles, blank lines, {@code sep=;}
 * @param headerLine the header's line, from 1
 */
record TableFile(RawFile raw, char separator, List<String> columns, int headerRecord, long headerLine) {
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int SAMPLE = 1 << 16;
    /** So many records may stand before the header. */
    private static final int HEAD = 20;

    private static final Pattern EXCEL_SEPARATOR = Pattern.compile("sep=(.)", Pattern.CASE_INSENSITIVE);

    /** What a reading came across, beside the good rows. */
    static final class Tally {
        long rows;
        long malformed;
        long footers;
        /** The first line that was left out, as a person finds it in the file. */
        String firstFooter = "";

        private void leaveOut(long line, List<String> cells) {
            if (footers++ == 0) {
                firstFooter = "line " + line + ", '"
                        + String.join(
                                " ",
                                cells.stream().filter(cell -> !cell.isEmpty()).toList())
                        + "'";
            }
        }
    }

    TableFile {
        columns = List.copyOf(columns);
    }

    String name() {
        return raw.name();
    }

    /**
     * Finds separator and header.
     *
     * @param told the separator that a person gave
     * @throws UnreadableFile if it has no header with at least two columns
     */
    static TableFile open(RawFile raw, Optional<Character> told) throws UnreadableFile, IOException {
        String sample = sample(raw);
        Matcher excel = EXCEL_SEPARATOR.matcher(firstLine(sample));
        char separator = told.orElseGet(() -> excel.matches() ? excel.group(1).charAt(0) : detect(sample));
        List<List<String>> head = records(sample, separator, 40);
        int width = commonWidth(head);
        try (RecordReader reader = new RecordReader(raw.open(), separator)) {
            Optional<TableFile> narrow = Optional.empty();
            for (int record = 0; record <= HEAD && reader.next(); record++) {
                List<String> cells = cleaned(reader.cells());
                long filled = cells.stream().filter(cell -> !cell.isEmpty()).count();
                if (filled >= 2 && cells.size() * 5 >= width * 3) {
                    TableFile table = new TableFile(raw, separator, cells, record, reader.startLine());
                    // What a report says above its table may be filled up with empty cells.
                    if (filled * 5 >= width * 3L) {
                        return table;
                    }
                    narrow = narrow.or(() -> Optional.of(table));
                }
            }
            if (narrow.isPresent()) {
                return narrow.get();
            }
        }
        throw new UnreadableFile(new RowProblem(
                raw.name(),
                1,
                "",
                head.isEmpty() ? "nothing" : String.join(" ", head.getFirst()),
                "a header line with at least two columns, separated by comma, semicolon, tab or |"));
    }

    /** Problems of the header: names that appear twice. They matter only if the column is used. */
    List<RowProblem> headerProblems() {
        Map<String, Integer> first = new LinkedHashMap<>();
        List<RowProblem> problems = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            Integer before = column.isEmpty() ? null : first.putIfAbsent(Headers.normal(column), i);
            if (before != null) {
                problems.add(new RowProblem(
                        name(),
                        headerLine,
                        column,
                        "the same header in columns " + (before + 1) + " and " + (i + 1),
                        "each header once; rename one of the two"));
            }
        }
        return problems;
    }

    /**
     * Reads every row. Malformed ones go to {@code problems}, blank ones are skipped, closing lines of a report are
     * counted.
     */
    Tally read(Consumer<Row> rows, Consumer<RowProblem> problems) throws IOException {
        Tally tally = new Tally();
        List<RowProblem> short1 = new ArrayList<>();
        ReportLines report = new ReportLines(columns.size());
        int width = columns.size();
        try (RecordReader reader = new RecordReader(raw.open(), separator)) {
            for (int record = 0; record <= headerRecord; record++) {
                reader.next();
            }
            reader.expect(width);
            while (reader.next()) {
                List<String> cells = cleaned(reader.cells());
                int only = onlyFilled(cells);
                if (only == -1 && reader.fault().isEmpty()) {
                    continue;
                }
                if (report.isOne(cells)) {
                    tally.leaveOut(reader.startLine(), cells);
                    continue;
                }
                if (only >= 0
                        && cells.size() == 1
                        && width > 2
                        && reader.fault().isEmpty()) {
                    // A lone cell: a closing line if closing lines are what the file ends with, else a broken row.
                    short1.add(wrongWidth(reader.startLine(), cells, width));
                    continue;
                }
                for (RowProblem lone : short1) {
                    tally.malformed++;
                    tally.rows++;
                    problems.accept(lone);
                }
                short1.clear();
                tally.rows++;
                Optional<RowProblem> problem = malformed(reader, cells, width);
                if (problem.isPresent()) {
                    tally.malformed++;
                    problems.accept(problem.get());
                } else {
                    rows.accept(new Row(reader.startLine(), cells));
                }
            }
        }
        for (RowProblem lone : short1) {
            if (tally.footers > 0) {
                tally.footers++;
            } else {
                tally.rows++;
                tally.malformed++;
                problems.accept(lone);
            }
        }
        return tally;
    }

    private Optional<RowProblem> malformed(RecordReader reader, List<String> cells, int width) {
        if (reader.fault().isPresent()) {
            RecordReader.Fault fault = reader.fault().get();
            String column = fault.cell() < width ? columns.get(fault.cell()) : "";
            return Optional.of(new RowProblem(name(), reader.startLine(), column, fault.seen(), fault.allowed()));
        }
        Map<Long, Long> wrong = raw.wrongByLine().subMap(reader.startLine(), true, reader.endLine(), true);
        if (!wrong.isEmpty()) {
            return Optional.of(new RowProblem(
                    name(),
                    reader.startLine(),
                    "",
                    "a byte that is not UTF-8 at position "
                            + wrong.values().iterator().next() + " of the file",
                    "text in one encoding, UTF-8 like the rest of the file; where the whole file is in another one,"
                            + " --encoding names it"));
        }
        if (!raw.charset().equals(StandardCharsets.UTF_8)) {
            for (int i = 0; i < Math.min(width, cells.size()); i++) {
                if (cells.get(i).indexOf('\uFFFD') >= 0) {
                    return Optional.of(new RowProblem(
                            name(),
                            reader.startLine(),
                            columns.get(i),
                            cells.get(i),
                            "text in " + raw.charset().name()
                                    + ", as the rest of the file is read; --encoding names another"));
                }
            }
        }
        return cells.size() == width ? Optional.empty() : Optional.of(wrongWidth(reader.startLine(), cells, width));
    }

    private RowProblem wrongWidth(long line, List<String> cells, int width) {
        return new RowProblem(
                name(),
                line,
                "",
                cells.size() + (cells.size() == 1 ? " cell" : " cells"),
                width + " cells, as the header has; quote a cell that contains the separator '" + shown(separator)
                        + "'");
    }

    static String shown(char separator) {
        return separator == '\t' ? "tab" : String.valueOf(separator);
    }

    /** The index of the only filled cell; -1 if there is none, -2 if there are several. */
    private static int onlyFilled(List<String> cells) {
        int only = -1;
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                if (only >= 0) {
                    return -2;
                }
                only = i;
            }
        }
        return only;
    }

    private static List<String> cleaned(List<String> cells) {
        List<String> clean = new ArrayList<>(cells.size());
        for (String cell : cells) {
            clean.add(clean(cell));
        }
        return clean;
    }

    private static String clean(String cell) {
        if (cell.isEmpty() || (isPlain(cell.charAt(0)) && isPlain(cell.charAt(cell.length() - 1)))) {
            return cell;
        }
        int from = 0;
        int to = cell.length();
        while (from < to && isBlank(cell.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7F;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }

    private static String sample(RawFile raw) throws IOException {
        try (var reader = raw.open()) {
            char[] head = new char[SAMPLE];
            int filled = 0;
            for (int n = 0; n >= 0 && filled < SAMPLE; n = reader.read(head, filled, SAMPLE - filled)) {
                filled += n;
            }
            return new String(head, 0, filled);
        }
    }

    private static String firstLine(String sample) {
        return sample.lines().findFirst().map(TableFile::clean).orElse("").replace("\"", "");
    }

    /** The separator under which most records of the beginning have the same number of cells, and many of them. */
    private static char detect(String sample) {
        char best = ',';
        double most = 0;
        for (char candidate : SEPARATORS) {
            List<List<String>> records = records(sample, candidate, 100);
            int width = commonWidth(records);
            double same =
                    records.stream().filter(cells -> cells.size() == width).count()
                            / (double) Math.max(1, records.size());
            double score = (width - 1) * same * same;
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    private static List<List<String>> records(String sample, char separator, int atMost) {
        List<List<String>> records = new ArrayList<>();
        try (RecordReader reader = new RecordReader(new StringReader(sample), separator)) {
            while (records.size() < atMost && reader.next()) {
                if (onlyFilled(cleaned(reader.cells())) != -1) {
                    records.add(List.copyOf(reader.cells()));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a text in memory cannot fail to be read", e);
        }
        if (sample.length() == SAMPLE && records.size() > 1 && records.size() < atMost) {
            records.removeLast(); // cut off by the sample's end
        }
        return records;
    }

    private static int commonWidth(List<List<String>> records) {
        Map<Integer, Integer> widths = new java.util.TreeMap<>();
        records.forEach(cells -> widths.merge(cells.size(), 1, Integer::sum));
        return widths.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(1);
    }
}
