package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms with a won or lost per row. */
class QualificationTest {
    private static final String HEADER = "Result,Salesperson,Item,Rivals,Competition,Budget,Need,Fit,Urgency\n";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    private List<EventEnvelope> deals(String rows) throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), bench.file("form.csv", HEADER + rows));
        assertThat(plan.report().files().getFirst().family()).isEqualTo("qualification");
        return Workbench.events(plan).stream()
                .filter(e -> e.type() == EventType.DEAL)
                .toList();
    }

    @Test
    void unknownIsNotSaidAndNoIsKnownToBeAbsent() throws Exception {
        List<EventEnvelope> deals = deals("""
                Won,Ann,Alpha,2,No,Yes,clear,good,high
                Lost,Ann,Alpha,2,Unknown,Unknown,unknown,good,low
                Lost,Bob,Beta,1,Bolt; Core,No,vague,bad,low
                Won,Bob,Beta,1,Yes,approval-needed,clear,good,high
                """);

        assertThat(deals.get(0).data()).containsEntry("competitors", null).containsEntry("budget", "approved");
        assertThat(deals.get(1).data()).doesNotContainKeys("competitors", "budget");
        assertThat((Map<?, ?>) deals.get(1).data().get("attributes"))
                .isEqualTo(Map.of("Rivals", "2", "Fit", "good", "Urgency", "low"));
        assertThat(deals.get(2).data())
                .containsEntry("competitors", List.of("Bolt", "Core"))
                .containsEntry("budget", null);
        assertThat(deals.get(3).data()).doesNotContainKey("competitors").containsEntry("budget", "approval-needed");
    }

    @Test
    void equalRowsAreDifferentDealsWithStableIds() throws Exception {
        String row = "Won,Ann,Alpha,2,No,Yes,clear,good,high\n";
        String other = "Lost,Bob,Beta,1,No,No,vague,bad,low\n";

        List<String> twice =
                deals(row + row + other).stream().map(EventEnvelope::id).toList();
        List<String> moved =
                deals(row + other + row).stream().map(EventEnvelope::id).toList();

        assertThat(twice).doesNotHaveDuplicates().hasSize(3);
        assertThat(moved).containsExactlyInAnyOrderElementsOf(twice);
    }

    @Test
    void anOutcomeThatMeansNothingIsABadRow() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append(i % 2 == 0 ? "Won" : "Lost").append(",Ann,Alpha,2,No,Yes,clear,good,high\n");
        }
        ImportPlan plan = Workbench.plan(
                Workbench.asOf("2026-03-31"),
                bench.file("form.csv", HEADER + rows + "Perhaps,Ann,Alpha,2,No,Yes,clear,good,high\n"));

        assertThat(plan.report().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(22);
            assertThat(problem.column()).isEqualTo("Result");
            assertThat(problem.allowed()).isEqualTo("Won, Lost or Open");
        });
    }
}
