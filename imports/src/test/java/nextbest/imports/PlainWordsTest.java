package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import nextbest.deal.StageKind;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message says: the value as it stands in the file, and what would have been right there. */
class PlainWordsTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    /** One deal a stage, in the order given. */
    private Path inStages(String... labels) throws Exception {
        StringBuilder text = new StringBuilder("id,name,stage,created\n");
        for (int i = 0; i < labels.length; i++) {
            text.append("D%d,Deal %d,%s,2026-01-1%d%n".formatted(i, i, labels[i], i % 10));
        }
        return bench.file("small.csv", text.toString());
    }

    @Test
    void aFewRowsInUnknownStagesDoNotCostTheOthers() throws Exception {
        ImportPlan plan = Workbench.plan(
                Workbench.asOf("2026-03-31"), inStages("Zwo", "Eins", "Drei", "Prospecting", "Negotiation"));

        assertThat(plan.report().deals().total()).isEqualTo(2);
        assertThat(plan.report().problems())
                .extracting(RowProblem::line, RowProblem::column, RowProblem::seen)
                .containsExactly(
                        Tuple.tuple(2L, "stage", "Zwo"),
                        Tuple.tuple(3L, "stage", "Eins"),
                        Tuple.tuple(4L, "stage", "Drei"));
        assertThat(plan.report().notes()).anySatisfy(note -> assertThat(note).contains("--suggest", "Zwo"));
    }

    @Test
    void manyRowsInUnknownStagesAreOneQuestion() throws Exception {
        String[] labels = new String[20];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i == 0 ? "Prospecting" : List.of("Zwo", "Eins", "Drei").get(i % 3);
        }
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), inStages(labels));

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isZero();
            assertThat(problem.allowed()).contains("19 of 20 rows");
        });
        assertThat(Workbench.events(plan)).isEmpty();
    }

    @Test
    void theStagesOfTheOrganisationAreUnderstoodAndNamedAsAllowed() throws Exception {
        ImportOptions options = Workbench.asOf("2026-03-31")
                .withStages(List.of(
                        StagePlan.Stage.known("Zwo", StageKind.PROPOSAL, 20),
                        StagePlan.Stage.known("Ganz am Ende", StageKind.NEGOTIATION, 30)));

        ImportPlan plan = Workbench.plan(options, inStages("zwo", "Drei", "Prospecting"));

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.seen()).isEqualTo("Drei");
            assertThat(problem.allowed()).isEqualTo("one of Prospecting, Zwo, Ganz am Ende");
        });
        assertThat(Workbench.life(plan, "D0").getLast().data()).containsEntry("stage", "Zwo");
        // what has its place keeps it; the new stage comes before both
        assertThat(plan.stagePlan().stages())
                .extracting(StagePlan.Stage::label, StagePlan.Stage::position)
                .containsExactly(
                        Tuple.tuple("Prospecting", 0), Tuple.tuple("Zwo", 20), Tuple.tuple("Ganz am Ende", 30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1017-01-05 | a day from 1900-01-01 to 2200-12-31: the year reads as 1017",
                "2026-13-05 | a month from 1 to 12, but it reads as 13",
                "2026-02-30 | 2026-02 has 28 days",
                "2026-00-00 | a month from 1 to 12, but it reads as 0",
                "2026-01-05 25:00 | a time of day such as 14:30",
                "yesterday  | a day as year-month-day, such as 2026-03-31",
            })
    void anImpossibleDateIsToldByWhatIsImpossibleInIt(String cell, String allowed) throws Exception {
        Path file = bench.file(
                "deals.csv",
                "id,name,stage,created\nD1,a,Prospecting,2026-01-05\nD2,b,Prospecting,2026-01-06\nD3,c,Prospecting,"
                        + cell + "\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.column()).isEqualTo("created");
            assertThat(problem.seen()).isEqualTo(cell);
            assertThat(problem.allowed()).contains(allowed);
        });
        assertThat(plan.report().deals().total()).isEqualTo(2);
    }

    @Test
    void aValueIsShownAsItStandsInTheFile() throws Exception {
        Path file = bench.file("deals.csv", """
                id,name,stage,created,close date,amount,currency
                D1,a,Closed Won,January 5 2026,Jan 4 2026,10.00,eur
                D2,b,Prospecting,January 6 2026,,"1,000.125",eur
                D3,c,Prospecting,January 7 2026,,5.00,euros
                D4,d,Prospecting,May 1 2026,,5.00,eur
                """);

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), file);

        assertThat(plan.report().problems())
                .extracting(RowProblem::line, RowProblem::column, RowProblem::seen)
                .containsExactly(Tuple.tuple(2L, "close date", "Jan 4 2026"), Tuple.tuple(4L, "currency", "euros"));
        assertThat(plan.report().warnings())
                .extracting(RowProblem::line, RowProblem::column, RowProblem::seen)
                .containsExactly(Tuple.tuple(3L, "amount", "1,000.125"), Tuple.tuple(5L, "created", "May 1 2026"));
    }

    @Test
    void aSentenceStaysOnItsLineWhateverTheCellHolds() {
        assertThat(new RowProblem("a.csv", 2, "x", "two\nlines \u001B[31m", "one").sentence())
                .isEqualTo("a.csv, line 2, x: saw two\\nlines \\u001B[31m, allowed is one");
    }

    @ParameterizedTest
    @CsvSource({"--keep, Colour, nosuch", "--drop, Colour, nosuch"})
    void aColumnThatIsToBeKeptOrDroppedMustBeThere(String wish, String there, String missing) throws Exception {
        Path file = bench.file("deals.csv", "id,name,stage,created,Colour\nD1,a,Prospecting,2026-01-05,red\n");

        assertThat(Workbench.plan(wishing(wish, there), file).report().deals().total())
                .isEqualTo(1);
        UnreadableFile refused =
                catchThrowableOfType(UnreadableFile.class, () -> Workbench.plan(wishing(wish, missing), file));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.sentence()).startsWith(wish).contains("nosuch");
            assertThat(problem.allowed()).contains("id, name, stage, created, Colour");
        });
    }

    private static ImportOptions wishing(String wish, String column) {
        ImportOptions options = Workbench.asOf("2026-03-31");
        return wish.equals("--keep") ? options.withKeep(Set.of(column)) : options.withDrop(Set.of(column));
    }

    @Test
    void aDroppedColumnIsNotUsedUnlessTheTableSaysNothingWithoutIt() throws Exception {
        Path file = bench.file("deals.csv", "id,name,stage,created,amount\nD1,a,Prospecting,2026-01-05,10.00\n");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31").withDrop(Set.of("amount")), file);

        assertThat(Workbench.life(plan, "D1"))
                .allSatisfy(event -> assertThat(event.data()).doesNotContainKey("amount"));
        assertThatThrownBy(() -> Workbench.plan(Workbench.asOf("2026-03-31").withDrop(Set.of("stage")), file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("stage");
    }

    @Test
    void aBrokenMappingIsToldAlsoWhereOneIsOnlyToBeProposed() throws Exception {
        Path file = bench.file("deals.csv", "id,name,stage,created\nD1,a,Prospecting,2026-01-05\n");
        Path broken = bench.file("broken.yaml", "nextbest-mapping: 1\ntable: deal\n");

        assertThatThrownBy(
                        () -> Imports.suggest(file, Workbench.asOf("2026-03-31").withMappings(List.of(broken))))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("broken.yaml, line 2");
        assertThat(Imports.suggest(file, Workbench.asOf("2026-03-31"))).contains("table: deals");
    }

    @Test
    void aFileThatIsNotThereIsNamedAsItWasAskedFor() throws Exception {
        Path missing = folder.resolve("no").resolve("such.csv");

        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), missing);

        assertThat(plan.report().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).isEqualTo(missing.toString()));
        assertThatThrownBy(() -> Workbench.plan(Workbench.asOf("2026-03-31").withMappings(List.of(missing))))
                .hasMessageContaining(missing.toString());
    }
}
