package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nextbest.event.EventEnvelope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person's word on what a table is. */
class MappingFileTest {
    private static final String TABLE = """
            Vorgang;Wer;Firma;Stand;Anfang;Ende;Betr.;Laune
            V-1;Jürgen;Acme;Gewonnen!;25.01.2026;26.02.2026;1.234,50;gut
            V-2;Ole;Bolt;Muster raus;26.01.2026;;99,00;k.A.
            V-3;Ole;Core;Geplatzt;27.01.2026;28.02.2026;;schlecht
            V-4;Ole;Core;Verlegt;27.01.2026;28.02.2026;;schlecht
            """;

    private static final String MAPPING = """
            nextbest-mapping: 1
            name: our-crm
            table: deals
            separator: ";"
            encoding: windows-1252
            date: dd.MM.yyyy
            decimal: ","
            currency: EUR
            columns:
              Vorgang: id
              Wer: rep
              Firma: client
              Stand: stage
              Anfang: created
              Ende: {role: closed, date: dd.MM.yyyy}
              Betr.: amount
              Laune: attribute
            stages:
              Muster raus: PROPOSAL
              Gewonnen!: WON
              Geplatzt: LOST
            unknown: [k.A.]
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    private ImportPlan with(String mapping) throws Exception {
        Path table = bench.file("table.csv", TABLE, Charset.forName("windows-1252"));
        Path yaml = bench.file("mapping.yaml", mapping);
        return Workbench.plan(Workbench.asOf("2026-03-31").withMappings(List.of(yaml)), table);
    }

    @Test
    void aMappingIsUsedAsItSays() throws Exception {
        ImportPlan plan = with(MAPPING);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.seen()).isEqualTo("Verlegt");
            assertThat(problem.allowed()).isEqualTo("one of Muster raus, Gewonnen!, Geplatzt");
        });
        List<EventEnvelope> won = Workbench.life(plan, "V-1");
        assertThat(won.getFirst().source()).isEqualTo("file:our-crm");
        assertThat(won.getFirst().occurredAt()).isEqualTo(Instant.parse("2026-01-25T00:00:00Z"));
        assertThat(won.getFirst().data())
                .containsEntry("rep", "Jürgen")
                .containsEntry("attributes", Map.of("Laune", "gut"));
        assertThat(won.getLast().data())
                .containsEntry("amount", Map.of("amount", new java.math.BigDecimal("1234.50"), "currency", "EUR"));
        assertThat(Workbench.life(plan, "V-2").getFirst().data()).doesNotContainKey("attributes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table: deals               | table: deal              | 3  | table          | clients",
                "Wer: rep                   | Wer: person              | 11 | columns.Wer    | rep",
                "Wer: rep                   | Wer: id                  | 11 | columns.Wer    | one column",
                "date: dd.MM.yyyy           | date: daily              | 6  | date           | pattern",
                "currency: EUR              | currency: Euro           | 8  | currency       | ISO 4217",
                "Geplatzt: LOST             | Geplatzt: BROKEN         | 21 | stages.Geplatzt | PROSPECTING",
                "unknown: [k.A.]            | unknwon: [k.A.]          | 22 | unknwon        | leaky",
                "unknown: [k.A.]            | unknown: k.A.            | 22 | unknown        | a list",
                "nextbest-mapping: 1        | nextbest-mapping: 2      | 1  | nextbest-mapping | 1",
                "Stand: stage               | Stand: ignore            | 9  | columns        | stage or outcome",
            })
    void aWrongMappingIsRefusedWithLineAndWhatIsAllowed(
            String right, String wrong, long line, String column, String allowed) {
        assertThat(MAPPING).contains(right);

        UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> with(MAPPING.replace(right, wrong)));

        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("mapping.yaml");
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.allowed()).contains(allowed);
        });
    }

    @Test
    void textThatIsNoYamlIsRefusedWithItsLine() {
        UnreadableFile refused = catchThrowableOfType(
                UnreadableFile.class, () -> with(MAPPING.replace("table: deals", "table: [deals")));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("mapping.yaml");
            assertThat(problem.line()).isBetween(3L, 5L);
        });
    }

    @Test
    void aMappingWhoseColumnsNoFileHasIsReported() throws Exception {
        ImportPlan plan = with(MAPPING.replace("Firma: client", "Frima: client"));

        assertThat(plan.report().problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("mapping.yaml");
            assertThat(problem.line()).isEqualTo(12);
            assertThat(problem.column()).isEqualTo("Frima");
            assertThat(problem.allowed()).contains("Firma");
        });
    }

    @Test
    void aProposedMappingIsItselfAcceptedAndUsed() throws Exception {
        StringBuilder text = new StringBuilder("Vorgang;Stand;Anfang;Ende;Betr.;Laune\n");
        for (int i = 0; i < 60; i++) {
            String stand = List.of("Gewonnen", "Verloren", "Muster \"raus\"").get(i % 3);
            text.append("V-" + i + ";" + stand + ";" + (1 + i % 28) + ".01.2026;" + (i % 3 == 2 ? "" : "01.02.2026")
                    + ";" + (100 + i) + ",50;gut\n");
        }
        Path table = bench.file("table.csv", text.toString());
        ImportOptions options = Workbench.asOf("2026-03-31");

        String proposed = Imports.suggest(table, options);
        ImportPlan plan = Workbench.plan(options.withMappings(List.of(bench.file("proposed.yaml", proposed))), table);

        assertThat(proposed)
                .contains(
                        "\"Vorgang\": id",
                        "\"Stand\": stage",
                        "role: created",
                        "role: closed",
                        "\"Betr.\": amount",
                        "DECIDE");
        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().deals()).isEqualTo(new ImportReport.Deals(60, 20, 20, 20, 0, 0));
    }
}
