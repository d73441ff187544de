package nextbest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.identity.TenantId;
import org.junit.jupiter.api.Test;

/** Over the development data, with the figures of its own description; skipped where the data is absent. */
class SharedDataTest {
    private static final TenantId TENANT = new TenantId(new UUID(1, 2));

    private static Path shared(String path) {
        Path root = Path.of(System.getProperty("nextbest.shared", "absent"));
        Path file = root.resolve("data").resolve(path);
        assumeTrue(Files.exists(file), "skipped: the development data is not at " + root);
        return file;
    }

    private static ImportPlan crm() throws Exception {
        return Imports.recognise(
                List.of(
                        shared("crm/sales_pipeline.csv"),
                        shared("crm/accounts.csv"),
                        shared("crm/products.csv"),
                        shared("crm/sales_teams.csv")),
                ImportOptions.asOf(LocalDate.of(2017, 12, 31)));
    }

    @Test
    void theFourTablesOfTheCrmAreRecognisedWithTheFiguresOfTheirDescription() throws Exception {
        ImportPlan plan = crm();
        ImportReport report = plan.report();

        // 8,800 opportunities: 4,238 won, 2,473 lost, 2,089 open; 85 accounts, 7 products, 35 agents
        assertThat(report.problems()).isEmpty();
        assertThat(report.deals()).isEqualTo(new ImportReport.Deals(8_800, 2_089, 4_238, 2_473, 0, 0));
        assertThat(report.files())
                .extracting(
                        ImportReport.FileReport::file, ImportReport.FileReport::table, ImportReport.FileReport::good)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("sales_teams.csv", "reps", 35L),
                        org.assertj.core.groups.Tuple.tuple("products.csv", "products", 7L),
                        org.assertj.core.groups.Tuple.tuple("accounts.csv", "clients", 85L),
                        org.assertj.core.groups.Tuple.tuple("sales_pipeline.csv", "deals", 8_800L));
        assertThat(report.events().get("outcome")).isEqualTo(4_238 + 2_473);
        assertThat(plan.stagePlan().stages())
                .extracting(StagePlan.Stage::label)
                .containsExactly("Prospecting", "Engaging", "Won", "Lost");
        assertThat(report.lastDay()).contains(LocalDate.of(2017, 12, 31));
        assertThat(report.suggestedAsOf()).isEmpty();
    }

    @Test
    void namesThatDifferInBlanksAreMatchedAndReported() throws Exception {
        ImportPlan plan = crm();

        assertThat(plan.report().spellingsTaken()).anySatisfy(taken -> {
            assertThat(taken.seen()).isEqualTo("GTXPro");
            assertThat(taken.taken()).isEqualTo("GTX Pro");
            // counted with awk over the file: 1,480 rows carry GTXPro
            assertThat(taken.rows()).isEqualTo(1_480);
        });
        assertThat(plan.report().possibleSame()).anySatisfy(same -> {
            assertThat(same.seen()).isEqualTo("technolgy");
            assertThat(same.known()).isEqualTo("technology");
        });
    }

    @Test
    void noEventOfADealKnowsWhatHappenedLater() throws Exception {
        Map<String, List<EventEnvelope>> lives = new HashMap<>();
        Set<String> ids = new HashSet<>();
        crm().events(TENANT, event -> {
            assertThat(ids.add(event.id())).isTrue();
            assertThat(event.knownAt()).isEqualTo(event.occurredAt());
            event.subject()
                    .filter(subject -> subject.kind() == nextbest.event.SubjectRef.Kind.DEAL)
                    .ifPresent(subject -> lives.computeIfAbsent(subject.id(), id -> new ArrayList<>())
                            .add(event));
        });

        assertThat(lives).hasSize(8_800);
        lives.forEach((id, events) -> {
            assertThat(events).isSortedAccordingTo(java.util.Comparator.comparing(EventEnvelope::occurredAt));
            EventEnvelope first = events.getFirst();
            assertThat(first.type()).isEqualTo(EventType.DEAL);
            assertThat(first.data()).doesNotContainKeys("amount", "closeDate");
            assertThat(String.valueOf(first.data().get("attributes"))).doesNotContain("close");
        });
        // The first row of the file: engaged 2016-10-20, won 2017-03-01 for 1,054.
        List<EventEnvelope> life = lives.get("1C1I7A6R");
        assertThat(life).hasSize(2);
        assertThat(life.getFirst().occurredAt()).isEqualTo(Instant.parse("2016-10-20T00:00:00Z"));
        assertThat(life.getFirst().data()).containsEntry("stage", "Engaging").containsEntry("client", "Cancity");
        assertThat(life.getLast().occurredAt()).isEqualTo(Instant.parse("2017-03-01T23:59:59Z"));
        assertThat(life.getLast().data()).containsEntry("kind", "WON");
    }

    @Test
    void theQualificationTableIsRecognisedAndItsDuplicatesStay() throws Exception {
        ImportPlan plan = Imports.recognise(
                List.of(shared("winloss/salvirt_visible.csv")), ImportOptions.asOf(LocalDate.of(2017, 6, 30)));
        ImportReport report = plan.report();

        // 265 rows; 135 won and 130 lost counted with awk
        assertThat(report.deals()).isEqualTo(new ImportReport.Deals(265, 0, 135, 130, 0, 0));
        assertThat(report.files().getFirst().family()).isEqualTo("qualification");
        List<EventEnvelope> deals = new ArrayList<>();
        plan.events(TENANT, event -> {
            if (event.type() == EventType.DEAL) {
                deals.add(event);
            }
        });
        assertThat(deals).hasSize(265);
        assertThat(deals).allSatisfy(deal -> {
            assertThat(deal.data().get("attributes").toString()).doesNotContain("Unknown");
            assertThat(deal.data()).containsKey("rep");
        });
        // Competitors = No in 159 rows: known to be absent; Yes in 91: there are some, nobody says who.
        assertThat(deals.stream()
                        .filter(d -> d.data().containsKey("competitors"))
                        .count())
                .isEqualTo(159);
        assertThat(report.files().getFirst().columns().values().stream()
                        .filter(r -> r.contains("attribute"))
                        .count())
                .isEqualTo(20);
    }
}
