package nextbest.evaluation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file with a label and a text per line, between them a tab, comma or semicolon. With a header the columns may come in any
 * order and among others; without one the column of which fewer different values exist is the label.
 */
record LabelledLines(List<String> labels, List<String> texts) {
    private static final Set<String> LABEL =
            Set.of("label", "topic", "category", "class", "target", "intent", "intents", "cluster", "group", "labels");
    private static final Set<String> TEXT = Set.of(
            "text", "sentence", "utterance", "query", "message", "body", "content", "document", "passage", "note");

    static LabelledLines read(Path file) {
        List<String> lines = lines(file);
        List<String[]> rows = rows(lines);
        String[] first = rows.getFirst();
        int label = -1;
        int text = -1;
        for (int c = 0; c < first.length; c++) {
            String name = first[c].strip().toLowerCase(Locale.ROOT);
            label = label < 0 && LABEL.contains(name) ? c : label;
            text = text < 0 && TEXT.contains(name) ? c : text;
        }
        boolean headed = label >= 0 && text >= 0;
        if (!headed) {
            int[] guessed = guess(file, rows);
            label = guessed[0];
            text = guessed[1];
        }
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String[] row : headed ? rows.subList(1, rows.size()) : rows) {
            if (row.length > Math.max(label, text) && !row[text].isBlank() && !row[label].isBlank()) {
                labels.add(row[label].strip());
                texts.add(row[text].strip());
            }
        }
        if (texts.size() < 2 || new HashSet<>(labels).size() < 2) {
            throw BadData.inFile(
                    file,
                    "expected at least 2 texts with at least 2 different labels, but got " + texts.size()
                            + " texts with " + new HashSet<>(labels).size() + " labels");
        }
        return new LabelledLines(labels, texts);
    }

    private static int[] guess(Path file, List<String[]> rows) {
        int columns = rows.stream().mapToInt(r -> r.length).min().orElse(0);
        if (columns < 2) {
            throw BadData.inFile(
                    file,
                    "expected a label, then a tab, comma or semicolon, then a text in each line, but got '"
                            + rows.getFirst()[0] + "'");
        }
        int text = 0;
        int label = 0;
        double longest = -1;
        int fewest = Integer.MAX_VALUE;
        for (int c = 0; c < columns; c++) {
            int column = c;
            double length =
                    rows.stream().mapToInt(r -> r[column].length()).average().orElse(0);
            if (length > longest) {
                longest = length;
                text = c;
            }
        }
        for (int c = 0; c < columns; c++) {
            int column = c;
            int different =
                    (int) rows.stream().map(r -> r[column].strip()).distinct().count();
            if (c != text && different < fewest && different > 1) {
                fewest = different;
                label = c;
            }
        }
        if (label == text) {
            throw BadData.inFile(file, "no column but the text has two different values; where is the label?");
        }
        return new int[] {label, text};
    }

    static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw BadData.inFile(file, "there is no such file");
        }
        try {
            String all = Files.readString(file, StandardCharsets.UTF_8);
            List<String> lines = (all.startsWith("\uFEFF") ? all.substring(1) : all)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
            if (lines.isEmpty()) {
                throw BadData.inFile(file, "the file is empty");
            }
            return lines;
        } catch (MalformedInputException _) {
            throw BadData.inFile(file, "expected UTF-8, but the bytes are no UTF-8; convert it first");
        } catch (IOException e) {
            throw BadData.inFile(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Tabs separate without any quoting; otherwise CSV, and where that is uneven the first separator of the line. */
    private static List<String[]> rows(List<String> lines) {
        if (lines.stream().filter(l -> l.indexOf('\t') >= 0).count() > 0.9 * lines.size()) {
            return lines.stream().map(l -> l.split("\t", -1)).toList();
        }
        char separator = lines.stream().filter(l -> l.indexOf(';') >= 0).count()
                        > lines.stream().filter(l -> l.indexOf(',') >= 0).count()
                ? ';'
                : ',';
        List<String[]> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(String.join("\n", lines))) {
            reader.forEach(r -> rows.add(r.getFields().toArray(String[]::new)));
            if (rows.stream().mapToInt(r -> r.length).distinct().count() == 1) {
                return rows;
            }
        } catch (CsvParseException | IOException _) {
            // not quoted as CSV: fall back to the first separator
        }
        return lines.stream()
                .map(l -> {
                    int at = l.indexOf(separator);
                    return at < 0 ? new String[] {l} : new String[] {l.substring(0, at), l.substring(at + 1)};
                })
                .toList();
    }
}
