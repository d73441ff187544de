package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import nextbest.event.EventEnvelope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people and programs really make them: what is wrong is told, and nothing else is lost. */
class HostileFilesTest {
    private static final String HEADER = "id,name,stage,amount,created,close date,owner,account\n";
    private static final String GOOD = """
            D1,a,Prospecting,10.00,2026-01-13,2026-06-01,Ann,Acme
            D2,b,Closed Won,20.00,2026-01-14,2026-02-01,Ann,Acme
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    private ImportPlan importing(String text) throws Exception {
        return Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D3,c,Prospecting,(5.00),2026-01-13,,Ann,Acme            | amount     | (5.00) | an amount of 0 or more",
                "D3,c,Prospecting,99999999999999999,2026-01-13,,Ann,Acme | amount     | 99999999999999999 | from 0 to 1000000000000",
                "D3,c,Prospecting,1e5,2026-01-13,,Ann,Acme               | amount     | 1e5 | a number such as",
                "D3,c,Nowhere,1,2026-01-13,,Ann,Acme                     | stage      | Nowhere | one of Prospecting, Closed Won, or another usual name",
                "D3,c,Closed Lost,1,2026-01-13,,Ann,Acme                 | close date | nothing | the day on which the deal was lost",
                "D3,c,Prospecting,1,13.01.2026,,Ann,Acme                 | created    | 13.01.2026 | a day as year-month-day, such as 2026-03-31",
                "D1,c,Prospecting,1,2026-01-13,,Ann,Acme                 | id         | line 2 of deals.csv | an id once",
                "D3,c,Prospecting                                        | ''         | 3 cells | 8 cells",
            })
    void whatIsWrongWithARowIsToldAndTheOthersAreTaken(String row, String column, String seen, String allowed)
            throws Exception {
        ImportPlan plan = importing(HEADER + GOOD + row + "\n");

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("deals.csv");
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.seen()).contains(seen);
            assertThat(problem.allowed()).contains(allowed);
        });
        assertThat(plan.report().deals().total()).isEqualTo(2);
    }

    @Test
    void stagesMayDifferInCaseAndBlanks() throws Exception {
        ImportPlan plan = importing(
                HEADER + GOOD
                        + "D3,c, closed won ,5.00,2026-01-13,2026-02-01,Ann,Acme\nD4,d,PROSPECTING,5.00,2026-01-13,,Ann,Acme\n");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().deals()).isEqualTo(new ImportReport.Deals(4, 2, 2, 0, 0, 0));
    }

    @Test
    void aFurtherFieldThatDoesNotFitIsLeftOutAndTheDealIsTaken() throws Exception {
        ImportPlan plan = importing("id,name,stage,created,Budget,Competitors\nD1,a,Prospecting,2026-01-13,50000,"
                + "x".repeat(400) + "\nD2,b,Prospecting,2026-01-14,yes,Bolt\n");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().warnings())
                .extracting(RowProblem::column)
                .containsExactlyInAnyOrder("Budget", "Competitors");
        assertThat(Workbench.life(plan, "D1").getFirst().data()).doesNotContainKeys("budget", "competitors");
        assertThat(Workbench.life(plan, "D2").getFirst().data())
                .containsEntry("budget", "approved")
                .containsEntry("competitors", List.of("Bolt"));
    }

    @Test
    void columnsBeyondTheHundredFurtherFieldsOfADealAreNotUsed() throws Exception {
        StringBuilder header = new StringBuilder("id,name,stage,created");
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            header.append(",F").append(i);
            cells.append(",x");
        }
        ImportPlan plan = importing(header + "\nD1,a,Prospecting,2026-01-13" + cells + "\n");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().deals().total()).isEqualTo(1);
        assertThat(plan.report().notes()).anySatisfy(note -> assertThat(note).contains("50 columns are not used"));
    }

    @Test
    void aColumnWhoseValuesAreNotWhatItsHeaderSaysIsDoubtful() throws Exception {
        ImportPlan plan = importing(
                "id,name,stage,amount,created\nD1,a,Prospecting,5k,2026-01-13\nD2,b,Prospecting,6k,2026-01-14\n");

        assertThat(plan.report().deals().total()).isEqualTo(2);
        assertThat(plan.report().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.column()).isEqualTo("amount");
            assertThat(warning.seen()).isEqualTo("5k");
            assertThat(warning.allowed()).contains("numbers", "not read as amount");
        });
    }

    @Test
    void dealsWithoutAStageAreToldByWhatIsMissing() throws Exception {
        ImportPlan plan = importing(HEADER.replace("stage", "colour") + GOOD);

        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.seen()).contains("without a column for their stage"));
    }

    @Test
    void textThatWasConvertedTwiceIsDoubtful() throws Exception {
        ImportPlan plan = importing(HEADER + GOOD + "D3,MÃ¼ller,Prospecting,1,2026-01-13,,Ann,FranÃ§ois\n");

        assertThat(plan.report().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(4);
            assertThat(warning.seen()).contains("2 letters");
        });
        assertThat(importing(HEADER + GOOD + "D3,Müller,Prospecting,1,2026-01-13,,Ann,François\n")
                        .report()
                        .warnings())
                .isEmpty();
    }

    @Test
    void aRepeatedImportSaysTheSameEventsWhateverWasWrong() throws Exception {
        String text = HEADER + "D9,c,Nowhere,1,2026-01-13,,Ann,Acme\n" + GOOD
                + "D3,\"c\nd\",Prospecting,-1,2026-01-13,,Ann,Acme\n";
        Path file = bench.file("deals.csv", text);

        var first = Workbench.events(Workbench.plan(Workbench.asOf("2026-03-31"), file));
        var later = Workbench.events(Workbench.plan(Workbench.asOf("2026-04-30"), file));

        assertThat(first).hasSize(6); // a rep, a client, D1 as it began and as it is, D2 as it began and its outcome
        assertThat(later)
                .extracting(EventEnvelope::id)
                .isEqualTo(first.stream().map(EventEnvelope::id).toList());
    }
}
