package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nextbest.identity.SubjectId;
import nextbest.standalone.parts.ReceivedMail;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.LoopStage;
import nextbest.workflows.subjectloop.LoopView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The workflow server's file is lost, and the database is restored from an older copy: with all parts real. */
class ReconcileTest {
    /** Real time with another start, so that nothing is due meanwhile but what the test brings about. */
    private static final House.ClockChoice MONDAY = new House.ClockChoice(Instant.parse("2026-03-02T08:00:00Z"), 1);

    private static final List<String> DEALS = List.of("D1", "D2", "D3");

    @TempDir
    static Path data;

    private House house;
    private OtherProgram operator;
    private OtherProgram crm;

    @BeforeAll
    static void needsTheServer() {
        assumeTrue(
                TemporalBinary.find().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    void whatWasLostGoesOnWhereItStoodAndNoCardIsRepeated() throws Exception {
        open(Optional.of(MONDAY));
        Map<String, LoopView> before = new LinkedHashMap<>();
        List<ReceivedMail> mails;
        try {
            theOrganisationIntroducesItself();
            operator.post("/api/v1/tenant/mode", "{\"mode\": \"LIVE\", \"recipientDomains\": [\"example.com\"]}");
            for (String deal : DEALS) {
                anUrgentDeal(deal);
            }
            for (String deal : DEALS) {
                before.put(deal, settled(deal, LoopStage.TRACK));
            }
            control("D2", "PAUSE");
            before.put("D2", settled("D2", LoopStage.PAUSED));
            anUrgentDeal("D4");
            settled("D4", LoopStage.TRACK);
            control("D4", "STOP");
            settled("D4", LoopStage.ENDED);
            mails = house.mailbox().all();
            // one for each deal: nothing here has a second reason to be sent
            assertThat(mails).hasSize(4);
        } finally {
            house.close();
        }

        delete(data.resolve("temporal"), name -> name.startsWith("temporal.db"));
        open(Optional.empty());
        Path copy = data.resolveSibling(data.getFileName() + "-copy");
        try {
            for (String deal : DEALS) {
                LoopView now = settled(deal, deal.equals("D2") ? LoopStage.PAUSED : LoopStage.TRACK);
                LoopView then = before.get(deal);
                assertThat(now.card()).as(deal).isEqualTo(then.card());
                assertThat(now.decision()).as(deal).isEqualTo(then.decision());
                assertThat(now.decisions()).as(deal).isEqualTo(then.decisions());
                // the timer of the next review or result is the same moment of business time
                assertThat(now.nextWake()).as(deal).isEqualTo(then.nextWake());
            }
            JsonNode again = reconcile(false);
            assertThat(again.get("subjects").asInt()).isEqualTo(3);
            assertThat(again.get("started").asInt()).as(again.toString()).isZero();
            assertThat(again.get("orphans").isEmpty()).isTrue();
            assertThat(house.mailbox().all()).isEqualTo(mails);
            control("D2", "RESUME");
            settled("D2", LoopStage.TRACK);
        } finally {
            house.close();
        }

        copy(data.resolve("postgres"), copy);
        open(Optional.empty());
        List<ReceivedMail> after;
        try {
            anUrgentDeal("D5");
            settled("D5", LoopStage.TRACK);
            news("D1");
            operator.until(
                    "a new card",
                    "/api/v1/subjects/crm:D1/card",
                    card -> !card.get("card")
                            .asString()
                            .equals(before.get("D1").card().toString()));
            after = house.mailbox().all();
        } finally {
            house.close();
        }

        delete(data.resolve("postgres"), name -> true);
        copy(copy, data.resolve("postgres"));
        open(Optional.empty());
        try {
            JsonNode done = reconcile(true);
            assertThat(done.get("started").asInt()).as(done.toString()).isEqualTo(3);
            // D5 came after the copy was made
            assertThat(done.get("orphans").size()).as(done.toString()).isOne();
            assertThat(done.get("heldForToday").size()).as(done.toString()).isOne();
            assertThat(done.get("heldForToday").get(0).asString())
                    .isEqualTo(operator.get("/api/v1/subjects/crm:D1")
                            .json()
                            .get("id")
                            .asString());
            for (String deal : DEALS) {
                settled(deal, LoopStage.TRACK);
            }
            // the source sends again what came after the copy: the deal is decided anew, and stays quiet for today
            news("D1");
            operator.until(
                    "a card that the full day keeps in the house",
                    "/api/v1/subjects/crm:D1",
                    subject -> house.loops().view(house.tenant().id(), id("D1")).decisions()
                            > before.get("D1").decisions());
            settled("D1", LoopStage.TRACK);
            assertThat(house.mailbox().all()).isEqualTo(after);
        } finally {
            house.close();
            delete(copy, name -> true);
        }
    }

    private void open(Optional<House.ClockChoice> clock) {
        house = House.start(
                new House.Plan(
                        "test",
                        data,
                        clock,
                        0,
                        Optional.empty(),
                        new LoopSettings(java.time.Duration.ofSeconds(2), java.time.Duration.ofDays(1))),
                line -> {});
        operator = new OtherProgram(house.addresses().get("api"), OperatorToken.read(data));
        OtherProgram.Reply token =
                operator.post("/api/v1/tokens", "{\"label\": \"the CRM\", \"role\": \"INTEGRATION\"}");
        crm = operator.as(token.json().get("token").asString());
    }

    private void theOrganisationIntroducesItself() {
        operator.put("/api/v1/stages", """
                {"stages": [{"label": "First talks", "kind": "DISCOVERY", "position": 1},
                            {"label": "Terms", "kind": "NEGOTIATION", "position": 3}]}""");
        crm.events("""
                {"source": "crm", "id": "1", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "email": "rita@example.com", "zone": "Europe/Berlin"}},
                {"source": "crm", "id": "3", "type": "client", "subject": {"kind": "client", "id": "C"},
                 "occurredAt": "2026-02-01T09:00:00Z", "data": {"name": "Northwind Pumps", "employees": 420}}""");
    }

    private void anUrgentDeal(String deal) {
        crm.events("""
                {"source": "crm", "id": "%1$s-deal", "type": "deal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-02-10T09:00:00Z",
                 "data": {"name": "Deal %1$s", "stage": "First talks", "rep": "R", "client": "C",
                  "amount": {"amount": 48000, "currency": "EUR"}, "closeDate": "2026-05-15",
                  "createdAt": "2026-02-10T09:00:00Z"}},
                {"source": "crm", "id": "%1$s-contact", "type": "contact", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-02-11T09:00:00Z",
                 "data": {"id": "P", "name": "Carla Conti", "client": "C", "roles": ["economic-buyer"]}},
                {"source": "crm", "id": "%1$s-budget", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"signal": "budget-discussed", "contact": "P"}}""".formatted(deal));
    }

    private void news(String deal) {
        crm.events("""
                {"source": "crm", "id": "%1$s-stage", "type": "stage-change", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-03-02T08:00:00Z", "data": {"stage": "Terms"}},
                {"source": "crm", "id": "%1$s-price", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-03-02T08:00:00Z", "data": {"signal": "pricing-discussed"}}""".formatted(deal));
    }

    private void control(String deal, String command) {
        OtherProgram.Reply reply =
                operator.post("/api/v1/subjects/crm:" + deal + "/loop", "{\"command\": \"" + command + "\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private JsonNode reconcile(boolean rebuild) {
        OtherProgram.Reply reply = operator.post("/api/v1/reconcile", "{\"rebuild\": " + rebuild + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().get("failed").isEmpty()).as(reply.text()).isTrue();
        return reply.json();
    }

    private SubjectId id(String deal) {
        return SubjectId.parse(
                operator.get("/api/v1/subjects/crm:" + deal).json().get("id").asString());
    }

    private LoopView settled(String deal, LoopStage stage) throws Exception {
        SubjectId subject = OtherProgram.until(deal, () -> id(deal), id -> true);
        return OtherProgram.until(
                        deal + " in " + stage,
                        () -> view(subject),
                        view -> view.stream()
                                .anyMatch(v -> v.stage() == stage && (stage != LoopStage.TRACK || v.decisions() > 0)))
                .orElseThrow();
    }

    /** Empty while the loop is not there yet. */
    private Optional<LoopView> view(SubjectId subject) {
        try {
            return Optional.of(house.loops().view(house.tenant().id(), subject));
        } catch (io.temporal.client.WorkflowException e) {
            return Optional.empty();
        }
    }

    private static void delete(Path folder, java.util.function.Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> which.test(file.getFileName().toString()))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
