package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad rows are named and left out; the good ones around them go on. */
class BadRowsTest {
    private static final String GOOD = """
            D1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,1000
            D2,Bob,Beta,Bolt,Lost,06-01-26,26-02-26,0
            D3,Ann,Alpha,Core,Engaging,27-01-26,,
            D4,Bob,Beta,,Prospecting,,,
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    private ImportPlan importing(String badRow) throws Exception {
        Path file = bench.file("deals.csv", Workbench.DEALS + GOOD + badRow + "\n" + GOOD.replace("D", "E"));
        return Workbench.plan(Workbench.asOf("2026-03-31"), file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X1,Ann,Alpha,Acme,Engagd,05-01-26,,             | deal_stage     | Engagd     | Engaging",
                "X1,Ann,Alpha,Acme,,05-01-26,,                   | deal_stage     | nothing    | Engaging",
                "X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,-5      | close_value    | -5         | 0 or more",
                "X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,ten     | close_value    | ten        | a number",
                "X1,Ann,Alpha,Acme,Won,31-02-26,25-03-26,5       | engage_date    | 31-02-26   | 2026-02 has 28 days",
                "X1,Ann,Alpha,Acme,Won,05-01-26,04-01-26,5       | close_date     | 04-01-26   | 2026-01-05",
                "X1,Ann,Alpha,Acme,Won,05-01-26,,5               | close_date     | nothing    | won",
                ",Ann,Alpha,Acme,Won,05-01-26,25-02-26,5         | opportunity_id | nothing    | id",
                "D1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,2000    | opportunity_id | line 2     | first is taken",
                "X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26         | ''             | 7 cells    | 8 cells",
                "X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,5,6     | ''             | 9 cells    | 8 cells",
            })
    void aBadRowIsNamedWithFileLineColumnSeenAndAllowed(String row, String column, String seen, String allowed)
            throws Exception {
        ImportPlan plan = importing(row);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("deals.csv");
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.seen()).contains(seen);
            assertThat(problem.allowed()).contains(allowed);
        });
        assertThat(plan.report().deals().total()).isEqualTo(8);
        assertThat(Workbench.life(plan, "X1")).isEmpty();
        assertThat(Workbench.life(plan, "E2")).hasSize(2);
    }

    @Test
    void aGoodRowInTheSamePlaceIsTaken() throws Exception {
        ImportPlan plan = importing("X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,5");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().deals().total()).isEqualTo(9);
        assertThat(Workbench.life(plan, "X1")).hasSize(2);
    }

    @Test
    void severalFaultsOfOneRowAreReportedTogether() throws Exception {
        ImportPlan plan = importing("X1,Ann,Alpha,Acme,Nowhere,99-01-26,25-02-26,-7");

        assertThat(plan.report().problems())
                .extracting(RowProblem::column)
                .containsExactlyInAnyOrder("deal_stage", "engage_date", "close_value");
        assertThat(plan.report().files().getFirst().bad()).isEqualTo(1);
    }

    @Test
    void aRowThatIsThereTwiceIsCountedAndEmittedOnce() throws Exception {
        ImportPlan plan = importing("D1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,1000");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().files().getFirst().duplicates()).isEqualTo(1);
        assertThat(Workbench.life(plan, "D1")).hasSize(2);
    }

    @Test
    void aWonDealWithoutAmountIsTakenWithAWarning() throws Exception {
        ImportPlan plan = importing("X1,Ann,Alpha,Acme,Won,05-01-26,25-02-26,");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(6);
            assertThat(warning.column()).isEqualTo("close_value");
        });
    }

    @Test
    void anOpenDealWithACloseValueIsTakenWithAWarning() throws Exception {
        ImportPlan plan = importing("X1,Ann,Alpha,Acme,Engaging,05-01-26,,77");

        assertThat(plan.report().problems()).isEmpty();
        assertThat(plan.report().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.seen()).isEqualTo("77"));
    }

    @Test
    void outcomesAfterTheImportsMomentAreNotToldAndReported() throws Exception {
        Path file = bench.file("deals.csv", Workbench.DEALS + GOOD);
        // D1 is won on 25 February, D2 lost on 26 February, D3 begins on 27 January.
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-02-25"), file);

        assertThat(plan.report().deals()).isEqualTo(new ImportReport.Deals(4, 3, 1, 0, 0, 1));
        assertThat(Workbench.life(plan, "D2")).hasSize(1);
        assertThat(plan.report().warnings())
                .singleElement()
                .satisfies(w -> assertThat(w.line()).isEqualTo(3));
        assertThat(plan.report().suggestedAsOf()).contains(java.time.LocalDate.parse("2026-02-26"));

        ImportPlan earlier = Workbench.plan(Workbench.asOf("2026-01-20"), file);
        assertThat(earlier.report().deals()).isEqualTo(new ImportReport.Deals(4, 3, 0, 0, 1, 2));
        assertThat(Workbench.life(earlier, "D3")).isEmpty();
        assertThat(Workbench.events(earlier))
                .allSatisfy(event ->
                        assertThat(event.knownAt()).isBeforeOrEqualTo(java.time.Instant.parse("2026-01-20T23:59:59Z")));
    }

    @Test
    void tenThousandBadRowsAreCountedAndTheFirstThousandKept() throws Exception {
        StringBuilder text = new StringBuilder(Workbench.DEALS).append(GOOD);
        for (int i = 0; i < 10_000; i++) {
            text.append("B").append(i).append(",Ann,Alpha,Acme,Nowhere,05-01-26,,\n");
        }
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("deals.csv", text.toString()));

        assertThat(plan.report().problemCount()).isEqualTo(10_000);
        assertThat(plan.report().problems()).hasSize(1_000);
        assertThat(plan.report().deals().total()).isEqualTo(4);
    }

    @Test
    void aNameThatNoRecordCouldCarryIsABadRow() throws Exception {
        ImportPlan control = importing("X1,Ann,Alpha,Ac\u0001me,Engaging,05-01-26,,");
        ImportPlan tooLong = importing("X1," + "n".repeat(201) + ",Alpha,Acme,Engaging,05-01-26,,");
        ImportPlan longEnough = importing("X1," + "n".repeat(200) + ",Alpha,Acme,Engaging,05-01-26,,");

        assertThat(control.report().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.column()).isEqualTo("account"));
        assertThat(tooLong.report().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.column()).isEqualTo("sales_agent"));
        assertThat(longEnough.report().problems()).isEmpty();
    }
}
