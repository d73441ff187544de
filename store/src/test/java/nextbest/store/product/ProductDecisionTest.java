package nextbest.store.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ProductInterest;
import nextbest.engine.Engine;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.SubjectId;
import nextbest.outcome.ClientDisposition;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.Decision;
import nextbest.recommendation.Disposition;
import nextbest.recommendation.Rule;
import nextbest.store.decision.Replay;
import nextbest.store.event.EventResult;
import nextbest.store.feedback.ClientAnswers;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A product in the decision about a deal: from the screening to the answer, and back into both ledgers. */
class ProductDecisionTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();
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
                    new Concept(
                            Concept.Kind.PRODUCT,
                            "meter",
                            "Smart meter",
                            List.of(),
                            Optional.empty(),
                            Set.of("energy"))));

    private SellingHouse house;
    private SubjectId deal;
    private int count;

    /** Ten clients with a gateway, nine with a meter; the tenth talks about its electricity bill and has an open deal. */
    @BeforeEach
    void aClientWithoutAMeter() {
        house = new SellingHouse(POSTGRES, START);
        house.rep("R1");
        List<EventEnvelope> news = new ArrayList<>();
        for (String product : List.of("Gateway", "Smart meter")) {
            news.add(event(EventType.PRODUCT, Optional.empty(), Map.of("id", product, "name", product)));
        }
        for (int c = 0; c < 10; c++) {
            news.add(event(EventType.CLIENT, client(c), Map.of("name", "Client " + c, "segment", "mid", "rep", "R1")));
            news.add(event(EventType.HOLDING, client(c), Map.of("product", "Gateway", "since", "2025-01-01")));
            if (c < 9) {
                news.add(event(EventType.HOLDING, client(c), Map.of("product", "Smart meter", "since", "2025-02-01")));
            }
        }
        news.add(event(
                EventType.ASSET,
                Optional.empty(),
                Map.of(
                        "id",
                        "A1",
                        "kind",
                        "brochure",
                        "title",
                        "Meters explained",
                        "link",
                        "https://example.com/meters",
                        "products",
                        List.of("Smart meter"))));
        news.add(event(
                EventType.DEAL,
                Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", "D9")),
                Map.of("name", "Deal nine", "stage", "Discovery", "rep", "R1", "client", "C9")));
        news.add(event(EventType.NOTE, client(9), Map.of("text", "They asked twice about their electricity bill.")));
        news.add(event(
                EventType.DOCUMENT,
                Optional.empty(),
                Map.of(
                        "id",
                        "N1",
                        "kind",
                        "RESEARCH",
                        "title",
                        "Power prices",
                        "text",
                        "We expect the electricity bill of industry to stay high.")));
        List<EventResult> taken = house.store.intake().take(house.tenant, news);
        assertThat(taken).allMatch(EventResult.Accepted.class::isInstance);
        deal = ((EventResult.Accepted) taken.get(news.size() - 3)).subject().orElseThrow();
    }

    @Test
    void theProductIsACandidateOfTheDecisionWithPassagesOfTheClientAndOfResearch() {
        screen();

        Decision decision = house.decides(deal, Arm.ENGINE);

        Candidate product = product(decision);
        assertThat(product.disposition()).isEqualTo(Disposition.SELECTED);
        assertThat(product.asset())
                .singleElement()
                .satisfies(asset -> assertThat(asset.title()).isEqualTo("Meters explained"));
        ProductInterest interest = interests(START).getFirst();
        assertThat(interest.passages())
                .extracting(ProductInterest.Passage::byClient, ProductInterest.Passage::quote)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(true, "They asked twice about their electricity bill."),
                        org.assertj.core.groups.Tuple.tuple(
                                false, "We expect the electricity bill of industry to stay high."));
        assertThat(interest.fit().holders()).isEqualTo(9);
        // every candidate of the decision has exactly one disposition, stored as it was decided
        Map<String, Integer> stored = dispositions(decision);
        assertThat(stored.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(decision.candidates().size());
        Replay again = house.store
                .decisions()
                .replay(house.tenant, decision.id(), Engine.current(), house.store.catalogues())
                .orElseThrow();
        assertThat(again.same()).isTrue();
    }

    @Test
    void beforeAnyScreeningNothingIsKnownOfProducts() {
        assertThat(snapshot(START).needs().interests().isUnknown()).isTrue();
        assertThat(product(house.decides(deal, Arm.ENGINE)).verdict().rule()).isEqualTo(Rule.TRIGGER_UNKNOWN);
        screen();
        assertThat(snapshot(START.minusSeconds(1)).needs().interests().isUnknown())
                .as("a screening of later is not known yet")
                .isTrue();
    }

    @Test
    void anAnswerToTheRecommendationIsTheAnswerToTheProduct() {
        screen();
        Decision decision = house.decides(deal, Arm.ENGINE);
        int position =
                1 + decision.slate().candidates().indexOf(product(decision).key());
        house.answers(deal, decision, position, RepDisposition.ACCEPTED);

        assertThat(ledger().rep()).contains("PRESENTED");
        assertThat(ledger().client()).contains("NO_ANSWER");
        assertThat(product(later()).verdict().rule()).isEqualTo(Rule.PRODUCT_SHOWN);

        var unused = new ClientAnswers(house.store.database())
                .answered(
                        house.tenant,
                        decision.id(),
                        position,
                        ClientDisposition.ACCEPTED,
                        Optional.empty(),
                        "MEETING",
                        house.now.get());
        assertThat(ledger().client()).contains("ACCEPTED");
        assertThat(product(later()).verdict().rule()).isEqualTo(Rule.PRODUCT_ACCEPTED);
        assertThat(unused).isEqualTo(ClientAnswers.Outcome.RECORDED);
    }

    @Test
    void aClientWithoutAnOpenDealIsASubjectOfItsOwnAndGetsProductsOnly() {
        screen();
        SubjectId withDeal = new SubjectId(clientId());
        assertThat(house.store
                        .maker()
                        .standing(house.tenant, withDeal)
                        .orElseThrow()
                        .isOpen())
                .as("its deal carries the product")
                .isFalse();
        List<EventResult> lost = house.store
                .intake()
                .take(
                        house.tenant,
                        List.of(event(
                                EventType.OUTCOME,
                                Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", "D9")),
                                Map.of("kind", "LOST"))));
        assertThat(lost).allMatch(EventResult.Accepted.class::isInstance);

        var standing = house.store.maker().standing(house.tenant, withDeal).orElseThrow();
        assertThat(standing.isOpen()).isTrue();
        assertThat(standing.rep()).isPresent();
        Decision decision = house.decides(withDeal, Arm.ENGINE);

        assertThat(decision.main().orElseThrow().action()).isEqualTo("present-product");
        assertThat(decision.candidates())
                .filteredOn(candidate -> !candidate.action().contains("product"))
                .isNotEmpty()
                .allSatisfy(candidate -> assertThat(candidate.verdict().rule()).isEqualTo(Rule.STAGE_NOT_MEANT));
        Replay again = house.store
                .decisions()
                .replay(house.tenant, decision.id(), Engine.current(), house.store.catalogues())
                .orElseThrow();
        assertThat(again.same()).isTrue();
    }

    @Test
    void aDismissalKeepsTheProductBackWithItsReason() {
        screen();
        Decision decision = house.decides(deal, Arm.ENGINE);
        int position =
                1 + decision.slate().candidates().indexOf(product(decision).key());
        house.answers(deal, decision, position, RepDisposition.DISMISSED);

        assertThat(ledger().rep()).contains("KEPT_BACK");
        assertThat(ledger().repReason()).contains("NOT_RELEVANT");
        assertThat(product(later()).verdict().rule()).isEqualTo(Rule.PRODUCT_KEPT_BACK);
    }

    private Decision later() {
        house.now.set(house.now.get().plus(Duration.ofHours(1)));
        return house.decides(deal, Arm.ENGINE);
    }

    private void screen() {
        var topics =
                new DocumentTopics(house.store.database(), house.store.time(), house.store.ids(), Optional.empty());
        assertThat(topics.readNew(house.tenant, ONTOLOGY)).isEqualTo(2);
        var screened = new Screenings(house.store.database(), house.store.time(), house.store.ids())
                .run(house.tenant, "a research note", ONTOLOGY);
        assertThat(screened.clients()).isEqualTo(10);
    }

    private ProductLedger.Candidate ledger() {
        return new ProductLedger(house.store.database(), house.store.time())
                .of(house.tenant, clientId()).stream()
                        .filter(candidate -> candidate.productName().equals("Smart meter"))
                        .findFirst()
                        .orElseThrow();
    }

    private java.util.UUID clientId() {
        return house.store
                .database()
                .inTenant(
                        house.tenant,
                        t -> t.fetchSingle("select id from client where name = 'Client 9'")
                                .get(0, java.util.UUID.class));
    }

    private List<ProductInterest> interests(Instant asOf) {
        return snapshot(asOf).needs().interests().asOptional().orElseThrow();
    }

    private DealSnapshot snapshot(Instant asOf) {
        DealSnapshot snapshot = house.store.snapshots().of(house.tenant, deal, asOf);
        assertThat(DealField.INTERESTS.in(snapshot)).isNotNull();
        return snapshot;
    }

    private Map<String, Integer> dispositions(Decision decision) {
        return house.store
                .database()
                .inTenant(
                        house.tenant,
                        t -> t.fetch(
                                        "select disposition, count(*) from candidate where decision_id = ? group by 1",
                                        decision.id().value())
                                .intoMap(r -> r.get(0, String.class), r -> r.get(1, Integer.class)));
    }

    private static Candidate product(Decision decision) {
        return decision.candidates().stream()
                .filter(candidate -> candidate.action().equals("present-product"))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<SubjectRef> client(int number) {
        return Optional.of(new SubjectRef(SubjectRef.Kind.CLIENT, "crm", "C" + number));
    }

    private EventEnvelope event(EventType type, Optional<SubjectRef> subject, Map<String, Object> data) {
        return new EventEnvelope(
                "crm",
                "p" + ++count,
                type,
                1,
                house.tenant,
                subject,
                START,
                START,
                EventEnvelope.Origin.OUTSIDE,
                "test",
                data);
    }
}
