package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings, separators, quotes, sizes. */
class ReadingTest {
    private static final String ROWS = """
            D1,Ann Müller,Alpha,Acmé,Won,25-01-26,25-02-26,1000
            D2,Bob,Beta,Bolt,Engaging,26-01-26,,
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    private static List<List<String>> read(String text, char separator, int expected) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (RecordReader reader = new RecordReader(new StringReader(text), separator)) {
            reader.expect(expected);
            while (reader.next()) {
                records.add(List.copyOf(reader.cells()));
            }
        }
        return records;
    }

    @Property(tries = 300)
    void whatAnotherLibraryWritesAndReadsIsReadTheSame(
            @ForAll @Size(min = 1, max = 6)
                    List<
                                    @Size(value = 3) List<
                                            @AlphaChars @Chars({',', '"', '\n', ' ', ';'}) @StringLength(max = 8)
                                            String>>
                            table)
            throws IOException {
        StringWriter out = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(out)) {
            table.forEach(writer::writeRecord);
        }
        List<List<String>> theirs = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().skipEmptyLines(false).ofCsvRecord(out.toString())) {
            reader.forEach(record -> theirs.add(record.getFields()));
        }
        // Blanks before an opening quote are the one liberty: ` "a"` is read as a, which the writer never writes.
        assertThat(read(out.toString(), ',', 3)).isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void usualEncodingsAreRecognised(String charset) throws Exception {
        Path file = bench.file("deals.csv", Workbench.DEALS + ROWS, Charset.forName(charset));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).isEmpty();
        assertThat(Workbench.life(plan, "D1").getFirst().data())
                .containsEntry("rep", "Ann Müller")
                .containsEntry("client", "Acmé");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstHeader() throws Exception {
        Path file = bench.file("deals.csv", "\uFEFF" + Workbench.DEALS + ROWS);

        assertThat(Workbench.plan(Workbench.asOf("2026-03-31"), file)
                        .report()
                        .files()
                        .getFirst()
                        .columns())
                .containsEntry("opportunity_id", "id");
    }

    @Test
    void aBrokenByteInUtf8CostsItsRowAndIsNamedWithItsPosition() throws Exception {
        String before = Workbench.DEALS + ROWS;
        byte[] head = before.getBytes(StandardCharsets.UTF_8);
        byte[] row = "D3,Bob,Beta,B?lt,Engaging,26-01-26,,\n".getBytes(StandardCharsets.UTF_8);
        int broken = new String(row, StandardCharsets.UTF_8).indexOf('?');
        row[broken] = (byte) 0xE9;
        byte[] tail = "D4,Bob,Beta,Bolt,Engaging,26-01-26,,\n".getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("deals.csv");
        Files.write(file, concat(head, row, tail));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.seen()).contains("position " + (head.length + broken));
        });
        assertThat(plan.report().deals().total()).isEqualTo(3);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void bytesOfNoKnownEncodingAreAClearErrorForTheFile() throws Exception {
        Path file = folder.resolve("deals.csv");
        Files.write(file, concat(Workbench.DEALS.getBytes(StandardCharsets.UTF_8), new byte[] {
            'D', (byte) 0x81, ',', (byte) 0xE9, '\n'
        }));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.seen())
                    .contains("position " + (Workbench.DEALS.length() + 1))
                    .contains("0x81");
            assertThat(problem.allowed()).contains("--encoding");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theSeparatorIsFound(String separator) throws Exception {
        Path file = bench.file("deals.csv", (Workbench.DEALS + ROWS).replace(",", separator));

        assertThat(Workbench.plan(Workbench.asOf("2026-03-31"), file)
                        .report()
                        .deals()
                        .total())
                .isEqualTo(2);
    }

    @Test
    void aLineThatNamesTheSeparatorForSpreadsheetsIsUnderstood() throws Exception {
        Path file = bench.file("deals.csv", "sep=;\n" + (Workbench.DEALS + ROWS).replace(",", ";"));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().deals().total()).isEqualTo(2);
        assertThat(plan.report().problems()).isEmpty();
    }

    @Test
    void aQuotedCellMaySpanLinesAndLaterLinesKeepTheirNumbers() throws Exception {
        Path file = bench.file(
                "deals.csv",
                Workbench.DEALS + "D1,\"Ann\nB.\",Alpha,\"A \"\"x\"\", Inc\",Engaging,25-01-26,,\n"
                        + "D2,Bob,Beta,Bolt,Nowhere,26-01-26,,\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(Workbench.life(plan, "D1").getFirst().data()).containsEntry("client", "A \"x\", Inc");
        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.line()).isEqualTo(4));
    }

    @Test
    void anUnclosedQuoteCostsItsOwnRowOnly() throws Exception {
        StringBuilder text = new StringBuilder(Workbench.DEALS);
        for (int i = 0; i < 3_000; i++) {
            text.append("A").append(i).append(",Ann,Alpha,Acme,Engaging,25-01-26,,\n");
        }
        text.append("X1,Ann,Alpha,\"Acme,Engaging,25-01-26,,\n");
        for (int i = 0; i < 40_000; i++) {
            text.append("B").append(i).append(",Ann,Alpha,Acme,Engaging,25-01-26,,\n");
        }
        text.append("Y1,Ann,Alpha,\"Acme, Inc\",Engaging,25-01-26,,\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", text.toString()));

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3_002);
            assertThat(problem.seen()).contains("quote");
        });
        assertThat(plan.report().deals().total()).isEqualTo(43_001);
    }

    @Test
    void aTenMegabyteCellCostsItsOwnRowOnly() throws Exception {
        String big = "x".repeat(10_000_000);
        String text = Workbench.DEALS + ROWS + "X1,Ann,Alpha,\"" + big + "\",Engaging,25-01-26,,\nX2,Ann,Alpha," + big
                + ",Engaging,25-01-26,,\nX3,Ann,Alpha,\"" + "line\n".repeat(2_000_000)
                + "\",Engaging,25-01-26,,\nD9,Bob,Beta,Bolt,Engaging,26-01-26,,\n";

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", text));

        assertThat(plan.report().problems()).hasSize(3).allSatisfy(problem -> {
            assertThat(problem.column()).isEqualTo("account");
            assertThat(problem.seen()).contains("10000000 characters");
            assertThat(problem.allowed()).contains("200000");
        });
        assertThat(plan.report().deals().total()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\u0003\u0004rest", "<html><table><tr><td>a", "{\"a\": 1}", "%PDF-1.7", ""})
    void whatIsNoTableIsRefusedWithAWayOut(String content) throws Exception {
        Path other = bench.file("export.xlsx", content, StandardCharsets.ISO_8859_1);
        Path good = bench.file("deals.csv", Workbench.DEALS + ROWS);

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), other, good);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("export.xlsx");
            assertThat(problem.allowed()).contains("CSV");
        });
        assertThat(plan.report().deals().total()).isEqualTo(2);
    }

    @Test
    void aHeaderThatIsThereTwiceStopsTheFileIfItIsUsed() throws Exception {
        Path used = bench.file("a.csv", Workbench.DEALS.replace("product", "account") + ROWS);
        Path unused = bench.file(
                "b.csv", Workbench.DEALS.replace("close_value", "close_value,x,x") + ROWS.replace("\n", ",,\n"));

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), used, unused);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("a.csv");
            assertThat(problem.seen()).contains("columns 3 and 4");
        });
        assertThat(plan.report().warnings())
                .anySatisfy(warning -> assertThat(warning.file()).isEqualTo("b.csv"));
    }
}
