package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.identity.SubjectId;
import nextbest.standalone.parts.ReceivedMail;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.workflows.SearchAttributes;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.subjectloop.LoopSettings;
import nextbest.workflows.subjectloop.LoopStage;
import nextbest.workflows.subjectloop.LoopView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One house with all its parts: PostgreSQL, the Temporal server, SMTP and HTTP are real. Another program plays organisation,
 * rep and buyer. The test of everything together, so it asks what only all parts together can answer.
 */
class LoopEndToEndTest {
    /** A Monday, at 300 business seconds a second: a debounce of ten minutes is two seconds, and no card expires meanwhile. */
    private static final House.ClockChoice MONDAY = new House.ClockChoice(Instant.parse("2026-03-02T08:00:00Z"), 300);

    private static final String REPORT = "/api/v1/reports/loop?from=2026-02-01&to=2026-04-30";
    private static final Pattern ACCEPT = Pattern.compile("(?m)^Accept: (http://127\\.0\\.0\\.1:\\d+/a/\\S+)$");

    @TempDir
    static Path data;

    private House house;
    private OtherProgram operator;
    private OtherProgram crm;

    @BeforeAll
    static void needsTheServer() {
        boolean found = TemporalBinary.find().isPresent();
        if (System.getenv("CI") != null) {
            assertThat(found)
                    .as("a Temporal server on the PATH or in the cache")
                    .isTrue();
        }
        assumeTrue(found, () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    void aDealGoesThroughTheWholeLoopAndALaterStartGoesOnWithIt() throws Exception {
        open(Optional.of(MONDAY));
        try {
            theOrganisationIntroducesItself();
            String kept = aDealInShadowModeGetsACardThatStaysInTheHouse();
            theOperatorGoesLive();
            Letter letter = theCardArrivesByMail(kept);
            operatorsReadWhatADealWaitsFor();
            lookingAtTheLinkChangesNothing(letter);
            theButtonAcceptsOnce(letter);
            theDecisionReplaysToTheSameBytes();
            theDealIsWon();
            anotherDealIsPresented();
        } finally {
            house.close();
        }
        JsonNode report = reportBefore;
        List<ReceivedMail> mails = mailsBefore;
        open(Optional.empty());
        try {
            nothingIsLostAndNothingIsSaidTwice(report, mails);
            newsMakesANewDecision(mails);
        } finally {
            house.close();
        }
    }

    private JsonNode reportBefore;
    private List<ReceivedMail> mailsBefore;

    private void open(Optional<House.ClockChoice> clock) {
        house = House.start(
                new House.Plan("test", data, clock, 0, Optional.empty(), LoopSettings.standard()), line -> {});
        operator = new OtherProgram(house.addresses().get("api"), OperatorToken.read(data));
        OtherProgram.Reply token =
                operator.post("/api/v1/tokens", "{\"label\": \"the CRM\", \"role\": \"INTEGRATION\"}");
        assertThat(token.status()).as(token.text()).isEqualTo(201);
        crm = operator.as(token.json().get("token").asString());
    }

    private void theOrganisationIntroducesItself() {
        OtherProgram.Reply stages = operator.put("/api/v1/stages", """
                {"stages": [{"label": "First talks", "kind": "DISCOVERY", "position": 1},
                            {"label": "Offer", "kind": "PROPOSAL", "position": 2},
                            {"label": "Terms", "kind": "NEGOTIATION", "position": 3}]}""");
        assertThat(stages.status()).as(stages.text()).isEqualTo(200);
        crm.events("""
                {"source": "crm", "id": "1", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "email": "rita@example.com", "zone": "Europe/Berlin"}},
                {"source": "crm", "id": "2", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "O", "name": "Otto", "email": "otto@elsewhere.example"}},
                {"source": "crm", "id": "3", "type": "client", "subject": {"kind": "client", "id": "C"},
                 "occurredAt": "2026-02-01T09:00:00Z", "data": {"name": "Northwind Pumps", "employees": 420}}""");
    }

    /** A deal in discovery with a buyer who talked about the budget, which is urgent: its card does not wait for a digest. */
    private void anUrgentDeal(String deal, String name, String rep) {
        crm.events("""
                {"source": "crm", "id": "%1$s-deal", "type": "deal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-02-10T09:00:00Z",
                 "data": {"name": "%2$s", "stage": "First talks", "rep": "%3$s", "client": "C",
                  "amount": {"amount": 48000, "currency": "EUR"}, "closeDate": "2026-05-15",
                  "createdAt": "2026-02-10T09:00:00Z"}},
                {"source": "crm", "id": "%1$s-contact", "type": "contact", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-02-11T09:00:00Z",
                 "data": {"id": "P", "name": "Carla Conti", "client": "C", "roles": ["economic-buyer"]}},
                {"source": "crm", "id": "%1$s-budget", "type": "signal", "subject": {"kind": "deal", "id": "%1$s"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"signal": "budget-discussed", "contact": "P"}}""".formatted(deal, name, rep));
    }

    private String aDealInShadowModeGetsACardThatStaysInTheHouse() throws Exception {
        anUrgentDeal("D1", "Pumps for the north", "R");
        anUrgentDeal("D2", "Valves", "O");
        JsonNode card = operator.until("a card", "/api/v1/subjects/crm:D1/card", any -> true);
        assertThat(card.get("urgency").asString()).isEqualTo("HIGH");
        operator.until("another card", "/api/v1/subjects/crm:D2/card", any -> true);
        settled("D1", 1);
        settled("D2", 1);
        assertThat(card.get("state").asString()).isEqualTo("DRAFTED");
        assertThat(card.get("shadow").asBoolean()).isTrue();
        assertThat(house.mailbox().all()).isEmpty();
        return card.get("card").asString();
    }

    private void theOperatorGoesLive() {
        OtherProgram.Reply live =
                operator.post("/api/v1/tenant/mode", "{\"mode\": \"LIVE\", \"recipientDomains\": [\"example.com\"]}");
        assertThat(live.status()).as(live.text()).isEqualTo(200);
    }

    private Letter theCardArrivesByMail(String keptInTheHouse) throws Exception {
        JsonNode card = operator.until(
                "a delivered card",
                "/api/v1/subjects/crm:D1/card",
                c -> c.get("state").asString().equals("DELIVERED"));
        assertThat(card.get("card").asString()).isNotEqualTo(keptInTheHouse);
        operator.until(
                "a live decision of the deal whose rep's domain is not allowed",
                "/api/v1/subjects/crm:D2/card",
                c -> !c.get("shadow").asBoolean());
        settled("D2", 2);
        assertThat(house.mailbox().all())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("rita@example.com"));
        ReceivedMail mail = house.mailbox().all().getFirst();
        Letter letter = Letter.parse(house.mailbox().raw(mail));
        assertThat(letter.card()).isEqualTo(card.get("card").asString());
        assertThat(letter.messageId()).matches("<[^<>@\\s]+@[^<>@\\s]+>");
        for (String part : List.of(letter.text(), letter.html())) {
            assertThat(part).contains("Pumps for the north", card.get("title").asString());
        }
        assertThat(letter.html())
                .contains(letter.accept().substring(letter.accept().indexOf("/a/")));
        return letter;
    }

    private void lookingAtTheLinkChangesNothing(Letter letter) {
        for (String method : List.of("GET", "HEAD", "GET")) {
            OtherProgram.Reply page = operator.follow(method, letter.accept());
            assertThat(page.status()).as(page.text()).isEqualTo(200);
        }
        JsonNode card = operator.get("/api/v1/subjects/crm:D1/card").json();
        assertThat(card.get("state").asString()).isEqualTo("DELIVERED");
        assertThat(card.at("/positions/0/rep").asString()).isNotEqualTo("ACCEPTED");
        assertThat(operator.get(REPORT).json().at("/rep/ACCEPTED").asInt(0)).isZero();
    }

    private void theButtonAcceptsOnce(Letter letter) {
        OtherProgram.Reply first = operator.follow("POST", letter.accept());
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.text()).contains("Recorded, thank you");
        JsonNode accepted = operator.get("/api/v1/subjects/crm:D1/card").json();
        assertThat(accepted.get("state").asString()).isEqualTo("ANSWERED");
        assertThat(accepted.at("/positions/0/rep").asString()).isEqualTo("ACCEPTED");

        OtherProgram.Reply again = operator.follow("POST", letter.accept());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("used already").doesNotContain("Exception");
        assertThat(operator.get("/api/v1/subjects/crm:D1/card").json()).isEqualTo(accepted);
        assertThat(operator.get(REPORT).json().at("/rep/ACCEPTED").asInt()).isOne();
    }

    private void theDecisionReplaysToTheSameBytes() {
        JsonNode card = operator.get("/api/v1/subjects/crm:D1/card").json();
        JsonNode replay = operator.post(
                        "/api/v1/decisions/" + card.get("decision").asString() + "/replay", "")
                .json();
        assertThat(replay.get("same").asBoolean()).as(replay.toString()).isTrue();
        assertThat(replay.get("recordedHash").asString())
                .hasSize(64)
                .isEqualTo(replay.get("replayedHash").asString());
    }

    private void theDealIsWon() throws Exception {
        crm.events("""
                {"source": "crm", "id": "won", "type": "outcome", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s",
                 "data": {"kind": "WON", "amount": {"amount": 45000, "currency": "EUR"}}}""".formatted(now()));
        JsonNode report =
                operator.until("a won deal", REPORT, r -> r.at("/deals/WON").asInt(0) == 1);
        assertThat(report.get("addsUp").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.at("/engine/DELIVERED").asInt()).isPositive();
        assertThat(report.at("/rep/ACCEPTED").asInt()).isOne();
        // minor units: 45,000.00 EUR
        assertThat(report.at("/revenue/EUR").decimalValue()).isEqualByComparingTo("45000");
        OtherProgram.Reply card = operator.get("/api/v1/subjects/crm:D1/card");
        assertThat(card.status()).isEqualTo(409);
        assertThat(card.json().get("detail").asString()).contains("was won");
    }

    private void anotherDealIsPresented() throws Exception {
        anUrgentDeal("D3", "Filters", "R");
        operator.until(
                "a delivered card",
                "/api/v1/subjects/crm:D3/card",
                c -> c.get("state").asString().equals("DELIVERED"));
        settled("D3", 1);
        mailsBefore = house.mailbox().all();
        assertThat(mailsBefore).hasSize(2);
        reportBefore = operator.get(REPORT).json();
        assertThat(reportBefore.get("addsUp").asBoolean())
                .as(reportBefore.toString())
                .isTrue();
    }

    private void nothingIsLostAndNothingIsSaidTwice(JsonNode report, List<ReceivedMail> mails) {
        assertThat(operator.get(REPORT).json()).isEqualTo(report);
        assertThat(house.mailbox().all()).isEqualTo(mails);
    }

    private void newsMakesANewDecision(List<ReceivedMail> before) throws Exception {
        long decided = settled("D3", 1).decisions();
        crm.events("""
                {"source": "crm", "id": "D3-stage", "type": "stage-change", "subject": {"kind": "deal", "id": "D3"},
                 "occurredAt": "%1$s", "data": {"stage": "Terms"}},
                {"source": "crm", "id": "D3-price", "type": "signal", "subject": {"kind": "deal", "id": "D3"},
                 "occurredAt": "%1$s", "data": {"signal": "pricing-discussed"}}""".formatted(now()));
        LoopView after = settled("D3", decided + 1);
        assertThat(house.mailbox().all())
                .startsWith(before.toArray(ReceivedMail[]::new))
                .extracting(mail -> mail.messageId().orElseThrow())
                .doesNotHaveDuplicates();
        // a mail only if the day's cap leaves room for one, and then of the new card
        assertThat(house.mailbox().after(before.size()))
                .allSatisfy(
                        mail -> assertThat(mail.cardId()).contains(after.card().toString()));
        JsonNode report = operator.get(REPORT).json();
        assertThat(report.get("addsUp").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.get("decisions").asLong())
                .isGreaterThan(reportBefore.get("decisions").asLong());
    }

    /** Waits until a deal's loop has decided so often and is done with presenting: what was not sent by now will not be. */
    private LoopView settled(String deal, long decisions) throws Exception {
        SubjectId subject = SubjectId.parse(
                operator.get("/api/v1/subjects/crm:" + deal).json().get("id").asString());
        return OtherProgram.until(
                deal + " to track after " + decisions + " decisions",
                () -> house.loops().view(house.tenant().id(), subject),
                view -> view.stage() == LoopStage.TRACK
                        && view.decisions() >= decisions
                        && view.waitsFor().contains("next review"));
    }

    /** Through Temporal itself, as an operator looks: by a list query and on the workflow's page. */
    private void operatorsReadWhatADealWaitsFor() throws Exception {
        List<WorkflowExecution> tracking = listedIn("track", 2);
        WorkflowServiceStubs stubs = stubs();
        try {
            for (WorkflowExecution loop : tracking) {
                assertThat(loop.getWorkflowId())
                        .startsWith("subject-" + house.tenant().id());
                String details = client(stubs)
                        .newUntypedWorkflowStub(loop.getWorkflowId())
                        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                        .getCurrentDetails();
                assertThat(details)
                        .contains("waits for", "next review")
                        // ids and counts only: whoever sees the page need not be allowed to see the deal
                        .doesNotContain("Rita", "Pumps", "Valves", "Carla", "example.com");
            }
        } finally {
            stubs.shutdownNow();
        }
    }

    /** The loops of deals in a stage, once there are so many; lists follow what happens by a moment. */
    private List<WorkflowExecution> listedIn(String stage, int wanted) throws Exception {
        WorkflowServiceStubs stubs = stubs();
        try {
            WorkflowClient client = client(stubs);
            String query = SearchAttributes.STAGE.getName() + " = '" + stage
                    + "' and ExecutionStatus = 'Running' and WorkflowId starts_with 'subject-'";
            return OtherProgram.until(
                    wanted + " deals in " + stage,
                    () -> client.listExecutions(query)
                            .map(WorkflowExecutionMetadata::getExecution)
                            .toList(),
                    found -> found.size() >= wanted);
        } finally {
            stubs.shutdownNow();
        }
    }

    private WorkflowServiceStubs stubs() {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(house.addresses().get("temporal"))
                .build());
    }

    private static WorkflowClient client(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace("nextbest")
                        .setDataConverter(PayloadJson.converter())
                        .build());
    }

    private String now() {
        return operator.get("/api/v1/clock").json().get("now").asString();
    }

    /** A mail as a mail program reads it. */
    private record Letter(String messageId, String card, String text, String html) {
        static Letter parse(byte[] raw) throws MessagingException, IOException {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getCount()).isEqualTo(2);
            BodyPart text = parts.getBodyPart(0);
            BodyPart html = parts.getBodyPart(1);
            assertThat(text.isMimeType("text/plain")).isTrue();
            assertThat(html.isMimeType("text/html")).isTrue();
            return new Letter(
                    mail.getMessageID(),
                    mail.getHeader("X-Nextbest-Card", null),
                    ((String) text.getContent()).replace("\r\n", "\n"),
                    (String) html.getContent());
        }

        String accept() {
            Matcher link = ACCEPT.matcher(text);
            assertThat(link.find()).as("a link to accept in%n%s", text).isTrue();
            return link.group(1);
        }
    }
}
