package nextbest.evaluation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A CSV file as text, with line numbers for error messages. The separator is the one of {@code , ; tab |} that splits the
 * first line most often; a first line in which a field is a number is no header, and columns are then called c0, c1, ….
 */
final class Table {
    private static final Pattern GERMAN = Pattern.compile("-?(\\d{1,3}(\\.\\d{3})+|\\d+),\\d+");
    /** Beyond this squares and products of numbers leave the range of doubles. */
    private static final double LARGEST = 1e50;

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    private final Path file;
    private final List<String> header;
    private final List<String[]> rows;
    private final List<Long> lines;

    private Table(Path file, List<String> header, List<String[]> rows, List<Long> lines) {
        this.file = file;
        this.header = header;
        this.rows = rows;
        this.lines = lines;
    }

    /** Reads a whole file; {@code separator} 0 means: find out. */
    static Table read(Path file, char separator) {
        String text = text(file);
        char split = separator == 0 ? separatorOf(file, text) : separator;
        List<String[]> rows = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(split)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new StringReader(text))) {
            for (CsvRecord record : reader) {
                String[] fields = record.getFields().stream().map(String::strip).toArray(String[]::new);
                if (fields.length > 1 || !fields[0].isEmpty()) {
                    rows.add(fields);
                    lines.add(record.getStartingLineNumber());
                }
            }
        } catch (CsvParseException e) {
            throw BadData.inFile(file, "is not a CSV file: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.isEmpty()) {
            throw BadData.inFile(file, "the file is empty");
        }
        closed(file, text, rows.getLast(), lines.getLast());
        return withHeader(file, rows, lines);
    }

    /** A quote that is never closed takes all that follows into one field. */
    private static void closed(Path file, String text, String[] last, long line) {
        boolean swallows = last[last.length - 1].indexOf('\n') >= 0;
        if (swallows && text.chars().filter(c -> c == '"').count() % 2 == 1) {
            throw BadData.inFile(file, "line " + line + ": a quote is opened and never closed");
        }
    }

    private static Table withHeader(Path file, List<String[]> rows, List<Long> lines) {
        String[] first = rows.getFirst();
        List<String> header = new ArrayList<>();
        boolean headed = true;
        for (String field : first) {
            headed &= !isNumber(field);
        }
        for (int c = 0; c < first.length; c++) {
            header.add(headed ? first[c] : "c" + c);
        }
        if (headed) {
            rows.removeFirst();
            lines.removeFirst();
        }
        if (rows.isEmpty()) {
            throw BadData.inFile(file, "there is a header and not a single row");
        }
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw BadData.inFile(
                        file, "line 1: two columns have the same name '" + name + "'; there are " + header);
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            if (rows.get(r).length != header.size()) {
                throw BadData.inFile(
                        file,
                        "line " + lines.get(r) + ": expected " + header.size() + " fields, but got "
                                + rows.get(r).length);
            }
        }
        return new Table(file, List.copyOf(header), rows, lines);
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw BadData.inFile(file, "there is no such file");
        }
        try {
            String text = decoded(Files.readAllBytes(file));
            if (text.indexOf('\0') >= 0) {
                throw BadData.inFile(file, "is not text; expected a CSV file (a spreadsheet must be saved as one)");
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw BadData.inFile(file, "cannot be read: " + e.getMessage());
        }
    }

    /** UTF-16 where a mark says so, UTF-8 where the bytes are that, otherwise what spreadsheets of the West write. */
    private static String decoded(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF && (bytes[0] & 0xFF) >= 0xFE) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    private static char separatorOf(Path file, String text) {
        try (BufferedReader reader = new BufferedReader(new StringReader(text))) {
            String line = reader.readLine();
            while (line != null && line.isBlank()) {
                line = reader.readLine();
            }
            if (line == null) {
                throw BadData.inFile(file, "the file is empty");
            }
            char best = ',';
            long most = 0;
            for (char candidate : SEPARATORS) {
                long count = line.chars().filter(c -> c == candidate).count();
                if (count > most) {
                    most = count;
                    best = candidate;
                }
            }
            return best;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNumber(String text) {
        try {
            return !Double.isNaN(parse(text));
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /** A number as people write it: 1234.5, or 1.234,5 and 0,5 where a comma is the decimal mark. */
    static double parse(String text) {
        String plain = GERMAN.matcher(text).matches() ? text.replace(".", "").replace(',', '.') : text;
        return Double.parseDouble(plain);
    }

    Path file() {
        return file;
    }

    int size() {
        return rows.size();
    }

    List<String> header() {
        return header;
    }

    /** The first of these columns that exists, whatever its case. */
    OptionalInt find(String... names) {
        for (String name : names) {
            for (int c = 0; c < header.size(); c++) {
                if (header.get(c).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                    return OptionalInt.of(c);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The column that the user named, or else the first of the usual names. */
    int require(String named, String option, String... usual) {
        OptionalInt found = named == null ? find(usual) : find(named);
        return found.orElseThrow(() -> BadData.inFile(
                file,
                (named == null ? "expected a column " + String.join(" or ", usual) : "there is no column " + named)
                        + "; there are " + header + " (name one with " + option + ")"));
    }

    String text(int row, int column) {
        return rows.get(row)[column];
    }

    /** A finite number. */
    double number(int row, int column) {
        String text = text(row, column);
        double value;
        try {
            value = parse(text);
        } catch (NumberFormatException _) {
            throw bad(row, column, "expected a number, but got '" + text + "'");
        }
        if (!Double.isFinite(value)) {
            throw bad(row, column, "expected a finite number, but got '" + text + "'");
        }
        if (Math.abs(value) > LARGEST) {
            throw bad(row, column, "expected a number from -1e50 to 1e50, but got '" + text + "'");
        }
        return value;
    }

    BadData bad(int row, int column, String problem) {
        return BadData.at(file, lines.get(row), header.get(column), problem);
    }

    /** Whether not a single value of a column is a number; 'NaN' counts as a broken number, not as a word. */
    boolean isText(int column) {
        for (String[] row : rows) {
            String text = row[column];
            if (isNumber(text) || text.equalsIgnoreCase("nan")) {
                return false;
            }
        }
        return true;
    }
}
