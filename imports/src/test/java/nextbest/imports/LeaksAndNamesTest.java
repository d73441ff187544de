package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that give the outcome away, and names under several spellings. */
class LeaksAndNamesTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    /**
     * 400 deals; quality says won or lost, tag is filled only after closing, colour is chance, mostly says the outcome in
     * nine of ten deals.
     */
    private Path leaky() throws Exception {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("deal id,stage,created,closed,amount,Lead quality,Tag,Colour,Mostly\n");
        for (int i = 0; i < 400; i++) {
            String stage = i % 4 == 0 ? "Engaging" : random.nextBoolean() ? "Won" : "Lost";
            boolean open = stage.equals("Engaging");
            boolean won = stage.equals("Won");
            boolean honest = random.nextInt(10) > 0;
            text.append("D" + i + "," + stage + ",2026-01-" + (10 + random.nextInt(15)) + ","
                    + (open ? "" : "2026-02-11") + ","
                    + (won ? "50" : "") + "," + (open ? "open" : won ? "high" : "low") + "," + (open ? "" : "seen")
                    + "," + (random.nextBoolean() ? "red" : "blue") + "," + (won == honest ? "up" : "down") + "\n");
        }
        return bench.file("deals.csv", text.toString());
    }

    private static Map<String, ImportReport.LeakTreatment> treatments(ImportPlan plan) {
        return plan.report().leaks().stream()
                .collect(java.util.stream.Collectors.toMap(ImportReport.Leak::column, ImportReport.Leak::treatment));
    }

    private static boolean anyDealSays(ImportPlan plan, String header) throws Exception {
        return Workbench.events(plan).stream()
                .filter(e -> e.type() == EventType.DEAL)
                .anyMatch(e -> String.valueOf(e.data().get("attributes")).contains(header + "="));
    }

    @Test
    void columnsThatGiveTheOutcomeAwayAreReportedAndHeldBackUntilAPersonDecides() throws Exception {
        ImportPlan plan = Workbench.plan(Workbench.asOf("2026-03-31"), leaky());

        assertThat(treatments(plan))
                .containsEntry("Lead quality", ImportReport.LeakTreatment.HELD_BACK)
                .containsEntry("Tag", ImportReport.LeakTreatment.HELD_BACK)
                .containsEntry("amount", ImportReport.LeakTreatment.OUTCOME_ONLY)
                // the twins: chance, and a column that is right nine times of ten
                .doesNotContainKeys("Colour", "Mostly");
        assertThat(anyDealSays(plan, "Lead quality")).isFalse();
        assertThat(anyDealSays(plan, "Tag")).isFalse();
        assertThat(anyDealSays(plan, "Colour")).isTrue();
        assertThat(plan.report().leaks())
                .allSatisfy(leak -> assertThat(leak.value()).isBetween(0.98, 1.0));
    }

    @Test
    void aPersonsWordDecides() throws Exception {
        Path file = leaky();
        ImportPlan kept = Workbench.plan(Workbench.asOf("2026-03-31").withKeep(Set.of("lead_quality")), file);
        ImportPlan dropped = Workbench.plan(Workbench.asOf("2026-03-31").withDrop(Set.of("Colour")), file);

        assertThat(treatments(kept)).containsEntry("Lead quality", ImportReport.LeakTreatment.KEPT);
        assertThat(anyDealSays(kept, "Lead quality")).isTrue();
        assertThat(anyDealSays(dropped, "Colour")).isFalse();
        assertThat(anyDealSays(dropped, "Mostly")).isTrue();
    }

    private ImportPlan withProducts(String product) throws Exception {
        Path deals = bench.file("deals.csv", Workbench.DEALS + "D1,Ann," + product + ",Acme,Engaging,25-01-26,,\n");
        Path products = bench.file(
                "products.csv", "product,series,sales_price\nGTX Pro,GTX,10\nGTX Plus,GTX,20\nMG-1,MG,5\nMG 1,MG,6\n");
        return Workbench.plan(Workbench.asOf("2026-03-31"), deals, products);
    }

    private static Object productOf(ImportPlan plan) throws Exception {
        EventEnvelope deal = Workbench.life(plan, "D1").getFirst();
        return ((java.util.List<?>) deal.data().get("products")).getFirst();
    }

    @Test
    void aSpellingThatDiffersOnlyInBlanksAndCaseIsTakenAndCounted() throws Exception {
        ImportPlan plan = withProducts("gtxPRO");

        // a record of its own that is merged: so it can be split again
        assertThat(productOf(plan)).isEqualTo("gtxPRO");
        assertThat(Workbench.events(plan))
                .filteredOn(event -> event.type() == EventType.MERGE)
                .singleElement()
                .satisfies(merge -> assertThat(merge.data())
                        .containsEntry("entity", "product")
                        .containsEntry("from", "gtxPRO")
                        .containsEntry("into", "GTX Pro"));
        assertThat(plan.report().spellingsTaken())
                .containsExactly(new ImportReport.SpellingTaken(Entity.PRODUCT, "gtxPRO", "GTX Pro", 1));
    }

    @Test
    void aSpellingThatFitsTwoIsNotTaken() throws Exception {
        ImportPlan plan = withProducts("MG1");

        assertThat(productOf(plan)).isEqualTo("MG1");
        assertThat(plan.report().spellingsTaken()).isEmpty();
        assertThat(plan.report().possibleSame())
                .singleElement()
                .satisfies(p -> assertThat(p.seen()).isEqualTo("MG1"));
    }

    @Test
    void aMisspeltNameStaysAsItIsAndIsProposed() throws Exception {
        ImportPlan plan = withProducts("GTX Prro");

        assertThat(productOf(plan)).isEqualTo("GTX Prro");
        assertThat(plan.report().possibleSame()).singleElement().satisfies(same -> {
            assertThat(same.known()).isEqualTo("GTX Pro");
            assertThat(same.confidence()).isBetween(0.9, 1.0);
        });
        assertThat(plan.report().text()).contains("'GTX Prro' = product 'GTX Pro'");
    }

    @Test
    void anUnknownNameIsIntroducedSoThatReferencesFindIt() throws Exception {
        ImportPlan plan = withProducts("Zebra");

        assertThat(plan.report().possibleSame()).isEmpty();
        assertThat(Workbench.events(plan))
                .filteredOn(e -> e.type() == EventType.PRODUCT)
                .extracting(e -> e.data().get("id"))
                .contains("Zebra", "GTX");
    }

    /** Jaro-Winkler of MARTHA and MARHTA is 0.961, of DIXON and DICKSONX 0.813 (Winkler 1990). */
    @Test
    void similarityAgreesWithThePublishedExamples() {
        assertThat(Similarity.of("MARTHA", "MARHTA")).isCloseTo(0.961, org.assertj.core.data.Offset.offset(0.0005));
        assertThat(Similarity.of("DIXON", "DICKSONX")).isCloseTo(0.813, org.assertj.core.data.Offset.offset(0.0005));
        assertThat(Similarity.of("a b", "AB")).isEqualTo(1);
        assertThat(Similarity.of("", "")).isZero();
    }
}
