package nextbest.store.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.TenantId;
import nextbest.outcome.KeepBackReason;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.EventIntake;
import nextbest.store.event.EventResult;
import nextbest.store.testing.TestPostgres;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProductLoopTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Ontology ONTOLOGY = new Ontology(
            1,
            List.of(
                    new Concept(
                            Concept.Kind.TOPIC,
                            "energy",
                            "energy saving",
                            List.of("electricity bill"),
                            Optional.empty(),
                            Set.of()),
                    new Concept(Concept.Kind.TOPIC, "safety", "work safety", List.of(), Optional.empty(), Set.of()),
                    new Concept(
                            Concept.Kind.PRODUCT,
                            "meter",
                            "Smart meter",
                            List.of(),
                            Optional.empty(),
                            Set.of("energy")),
                    new Concept(
                            Concept.Kind.PRODUCT,
                            "barrier",
                            "Light barrier",
                            List.of(),
                            Optional.empty(),
                            Set.of("safety"))));
    private static TestPostgres postgres;
    private static Database database;
    private static BusinessTime time;
    private static NewIds ids;
    private static int count;

    private TenantId tenant;
    private final List<EventEnvelope> waiting = new ArrayList<>();

    @BeforeAll
    static void start() {
        postgres = TestPostgres.fresh();
        database = postgres.database();
        time = TestPostgres.standingAt(database, NOW);
        // ids of real time: of two screenings at the same business time the later one counts
        ids = new NewIds(InstantSource.system());
    }

    /** Ten clients with a gateway; all but the last one have a meter as well, two a barrier. */
    private void house(String name) {
        tenant = TestPostgres.tenant(database, time, name).id();
        for (String product : List.of("Gateway", "Smart meter", "Light barrier", "Valve")) {
            tell(EventType.PRODUCT, Optional.empty(), Map.of("id", product, "name", product));
        }
        for (int c = 0; c < 10; c++) {
            tell(EventType.CLIENT, client(c), Map.of("name", "Client " + c, "segment", "mid"));
            tell(EventType.HOLDING, client(c), Map.of("product", "Gateway", "since", "2025-01-01"));
            if (c < 9) {
                tell(EventType.HOLDING, client(c), Map.of("product", "Smart meter", "since", "2025-02-01"));
            }
            if (c < 2) {
                tell(EventType.HOLDING, client(c), Map.of("product", "Light barrier", "since", "2025-03-01"));
            }
        }
        tell(EventType.NOTE, client(9), Map.of("text", "They asked twice about their electricity bill."));
        EventIntake intake = new EventIntake(database, time, ids);
        assertThat(intake.take(tenant, waiting)).allMatch(EventResult.Accepted.class::isInstance);
    }

    @Test
    void aNoteBecomesACandidateAndTheLoopClosesWithTheProductTeamsAnswer() {
        house("loop");
        DocumentTopics topics = new DocumentTopics(database, time, ids, Optional.empty());
        assertThat(topics.readNew(tenant, ONTOLOGY)).isEqualTo(1);
        assertThat(topics.readNew(tenant, ONTOLOGY)).as("nothing is read twice").isZero();

        Screenings.Screened screened = new Screenings(database, time, ids).run(tenant, "note", ONTOLOGY);
        assertThat(screened.clients()).isEqualTo(10);
        // 4 products for 10 clients, of which 10 + 9 + 2 are held
        assertThat(screened.candidates()).isEqualTo(40 - 21);
        assertThat(screened.proposed() + screened.capped() + screened.ruledOut() + screened.outranked())
                .isEqualTo(screened.candidates());

        ProductLedger ledger = new ProductLedger(database, time);
        ProductLedger.Candidate meter = ledger.of(tenant, clientId(9)).getFirst();
        assertThat(meter.productName()).isEqualTo("Smart meter");
        assertThat(meter.disposition()).isEqualTo("PROPOSED");
        assertThat(meter.lines()).contains("topic=energy mentions=1", "holders=9");
        assertThat(topics.mentions(tenant, clientId(9), List.of("energy")))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.passage()).contains("electricity bill");
                    assertThat(m.terms()).containsExactly("electricity bill");
                    assertThat(m.byWordsOnly()).isTrue();
                });

        assertThat(ledger.clientAnswers(tenant, meter.id(), ProductLedger.ClientAnswer.ACCEPTED, Optional.empty()))
                .as("a client cannot answer what it was not shown")
                .isFalse();
        assertThat(ledger.present(tenant, meter.id(), "rep")).isTrue();
        assertThat(ledger.present(tenant, meter.id(), "rep"))
                .as("saying it again changes nothing")
                .isTrue();
        assertThat(ledger.keepBack(tenant, meter.id(), KeepBackReason.PRICE, "rep"))
                .as("it was shown")
                .isFalse();
        assertThat(ledger.clientAnswers(tenant, meter.id(), ProductLedger.ClientAnswer.REFUSED, Optional.of("price")))
                .isTrue();

        ProductReports reports = new ProductReports(database, time, ids);
        List<ProductReports.Line> lines =
                reports.of(tenant, ProductReports.By.PRODUCT, NOW.minusSeconds(60), NOW.plusSeconds(60));
        assertThat(lines).allMatch(ProductReports.Line::addsUp);
        assertThat(lines.stream()
                        .filter(l -> l.key().equals("Smart meter"))
                        .findFirst()
                        .orElseThrow()
                        .refused())
                .isEqualTo(1);

        // refused lately: the next screening rules it out and says so
        new Screenings(database, time, ids).run(tenant, "again", ONTOLOGY);
        assertThat(ledger.of(tenant, clientId(9)).stream()
                        .filter(c -> c.productName().equals("Smart meter"))
                        .findFirst()
                        .orElseThrow()
                        .rule())
                .contains("REFUSED_LATELY");
    }

    @Test
    void whatIsKeptBackSuddenlyAlertsProductManagementAndItsAnswerReachesSales() {
        house("alert");
        new Screenings(database, time, ids).run(tenant, "review", ONTOLOGY);
        ProductLedger ledger = new ProductLedger(database, time);
        ProductReports reports = new ProductReports(database, time, ids);
        assertThat(reports.alerts(tenant)).isEmpty();
        UUID product = null;
        for (int c = 2; c < 9; c++) {
            for (ProductLedger.Candidate candidate : ledger.of(tenant, clientId(c))) {
                if (candidate.productName().equals("Light barrier")
                        && candidate.disposition().equals("PROPOSED")) {
                    assertThat(ledger.keepBack(tenant, candidate.id(), KeepBackReason.PRICE, "rep"))
                            .isTrue();
                    product = candidate.product();
                }
            }
        }
        List<ProductReports.Alert> alerts = reports.alerts(tenant);
        assertThat(alerts).singleElement().satisfies(a -> {
            assertThat(a.kind()).isEqualTo("KEPT_BACK_RISES");
            assertThat(a.evidence()).containsEntry("keptBackLately", 7);
        });
        assertThat(alerts.getFirst().about()).isEqualTo(String.valueOf(product));
        assertThat(reports.answer(
                        tenant,
                        alerts.getFirst().id(),
                        ProductReports.Answer.ADOPTED,
                        "a smaller bundle from May",
                        "pm"))
                .isTrue();
        assertThat(reports.alerts(tenant)).hasSize(1);
        assertThat(ledger.of(tenant, clientId(3)).stream()
                        .filter(c -> c.productName().equals("Light barrier"))
                        .findFirst()
                        .orElseThrow()
                        .productTeam())
                .contains("ADOPTED: a smaller bundle from May");
    }

    @Test
    void aCandidateThatIsMissingFromTheLedgerIsNoticed() {
        house("hole");
        Screenings.Screened screened = new Screenings(database, time, ids).run(tenant, "review", ONTOLOGY);
        assertThatThrownBy(() -> database.doInTenant(
                        tenant,
                        t -> t.execute(
                                "update client_screening set proposed = proposed + 1, candidates = candidates + 1 where screening_id = ?",
                                screened.id())))
                .hasStackTraceContaining("promises");
    }

    @Test
    void aCorrectionIsLearnedForTheDocument() {
        house("correct");
        DocumentTopics topics = new DocumentTopics(database, time, ids, Optional.empty());
        topics.readNew(tenant, ONTOLOGY);
        UUID document = topics.mentions(tenant, clientId(9), List.of("energy"))
                .getFirst()
                .document();
        assertThat(topics.correct(tenant, document, 0, "energy", false, "pm")).isTrue();
        assertThat(topics.correct(tenant, document, 0, "safety", true, "pm")).isTrue();
        assertThat(topics.readNew(tenant, ONTOLOGY)).isEqualTo(1);
        assertThat(topics.mentions(tenant, clientId(9), List.of("energy"))).isEmpty();
        assertThat(topics.mentions(tenant, clientId(9), List.of("safety"))).hasSize(1);
    }

    private static Optional<SubjectRef> client(int number) {
        return Optional.of(new SubjectRef(SubjectRef.Kind.CLIENT, "crm", "C" + number));
    }

    private UUID clientId(int number) {
        return database.inTenant(
                tenant,
                t -> t.fetch("select id from client where name = ?", "Client " + number)
                        .getFirst()
                        .get(0, UUID.class));
    }

    private void tell(EventType type, Optional<SubjectRef> subject, Map<String, Object> data) {
        waiting.add(new EventEnvelope(
                "crm",
                "e" + ++count,
                type,
                1,
                tenant,
                subject,
                NOW.minusSeconds(10),
                NOW.minusSeconds(10),
                EventEnvelope.Origin.OUTSIDE,
                "test",
                data));
    }
}
