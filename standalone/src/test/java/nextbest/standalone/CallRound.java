package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.vendors.hubspot.FakeHubSpot;
import nextbest.workflows.payload.PayloadJson;
import nextbest.workflows.subjectloop.LoopSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A full round with a vendor of calls on real parts, beside a CRM: a call is read and put to its deal, what the buyer said in it
 * becomes a card with the very words, the card a task in the CRM, and what becomes of task and deal comes back. Both vendors are fakes.
 */
abstract class CallRound {
    /** A Monday, at 300 business seconds a second: a debounce of ten minutes is two seconds. */
    private static final House.ClockChoice MONDAY = new House.ClockChoice(Instant.parse("2026-03-02T08:00:00Z"), 300);

    private static final String REPORT = "/api/v1/reports/loop?from=2026-02-01&to=2026-04-30";
    private static final String WORDS = "We have found the budget for the pumps, says my boss Wilhelmina.";
    private static final String CRM_SECRET = "the app's client secret";

    @TempDir
    static Path data;

    private OtherProgram operator;

    /** People who talk, recorded by the vendor. */
    interface Talks extends AutoCloseable {
        String vendor();

        /** What the connection is told. */
        Map<String, String> settings();

        /** Of these nothing may be shown again. */
        List<String> secrets();

        /** Rita and Carla talk about a deal of the CRM, and Carla says something. */
        String talk(String deal, String words);

        /** Calls of us that must change nothing. */
        void knockInVain(URI hook, String call);

        void tell(URI hook, String call);

        @Override
        void close();
    }

    abstract Talks talks();

    @BeforeAll
    static void needsTheServer() {
        assumeTrue(
                TemporalBinary.find().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    void whatABuyerSaysInACallIsOnACardAndItsOutcomeComesBack() throws Exception {
        try (Talks talks = talks();
                FakeHubSpot crm = new FakeHubSpot(InstantSource.system());
                House house = House.start(
                        new House.Plan("test", data, Optional.of(MONDAY), 0, Optional.empty(), LoopSettings.standard()),
                        line -> {})) {
            operator = new OtherProgram(house.addresses().get("api"), OperatorToken.read(data));
            OtherProgram.Reply live = operator.post(
                    "/api/v1/tenant/mode", "{\"mode\": \"LIVE\", \"recipientDomains\": [\"example.com\"]}");
            assertThat(live.status()).as(live.text()).isEqualTo(200);
            String deal = deal(crm);
            URI crmHook = connect(
                    "hubspot",
                    Map.of("base", crm.base(), "token", "pat-test", "webhook-secret", CRM_SECRET),
                    List.of("pat-test", CRM_SECRET),
                    true);
            String subject = "/api/v1/subjects/hubspot:" + deal;
            operator.until("the deal", subject, any -> true);
            URI hook = connect(talks.vendor(), talks.settings(), talks.secrets(), false);
            String call = talks.talk(deal, WORDS);
            talks.knockInVain(hook, call);
            talks.tell(hook, call);
            theCallBelongsToTheDeal(talks, call);
            theWordsAreOnTheTask(crm, subject);
            noHistoryHoldsThem(house.addresses().get("temporal"));
            theRestOfTheRound(crm, crmHook, deal, subject);
        }
    }

    private static String deal(FakeHubSpot crm) {
        String rita = crm.owner("rita@example.com", "Rita", "Rep");
        String client = crm.create("companies", Map.of("name", "Northwind Pumps", "numberofemployees", "420"));
        String contact = crm.create(
                "contacts", Map.of("firstname", "Carla", "lastname", "Conti", "email", "carla@northwind.example"));
        crm.tie("contacts", contact, "companies", client);
        String deal = crm.create(
                "deals",
                Map.of(
                        "dealname", "Pumps for the north",
                        "dealstage", "appointmentscheduled",
                        "amount", "48000",
                        "hubspot_owner_id", rita));
        crm.tie("deals", deal, "companies", client);
        crm.tie("deals", deal, "contacts", contact);
        return deal;
    }

    private URI connect(String vendor, Map<String, String> told, List<String> secrets, boolean writes) {
        String settings = told.entrySet().stream()
                .map(one -> "{\"key\": \"" + one.getKey() + "\", \"value\": \"" + one.getValue() + "\"}")
                .collect(java.util.stream.Collectors.joining(", "));
        String path = "/api/v1/connections/" + vendor;
        String start = "{\"vendor\": \"" + vendor + "\", \"writes\": " + writes + ", ";
        OtherProgram.Reply kept = operator.put(path, start + "\"reads\": false, \"settings\": [" + settings + "]}");
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        assertThat(kept.text()).doesNotContain(secrets);
        OtherProgram.Reply survey = operator.post(path + "/survey", "");
        assertThat(survey.status()).as(survey.text()).isEqualTo(200);
        String stages = survey.json()
                .get("stages")
                .valueStream()
                .map(stage -> "{\"theirs\": \"" + stage.get("id").asString() + "\", \"ours\": \""
                        + stage.get("proposed").asString() + "\"}")
                .collect(java.util.stream.Collectors.joining(", "));
        OtherProgram.Reply reading = operator.put(path, start + "\"reads\": true, \"stages\": [" + stages + "]}");
        assertThat(reading.status()).as(reading.text()).isEqualTo(200);
        return URI.create(reading.json().get("webhook").asString());
    }

    private void theCallBelongsToTheDeal(Talks talks, String call) throws Exception {
        JsonNode calls = operator.until(
                "the call",
                "/api/v1/connections/" + talks.vendor() + "/calls?state=LINKED",
                list -> list.at("/calls/0/heard").asBoolean(false));
        assertThat(calls.at("/calls/0/call").asString()).isEqualTo(call);
        assertThat(calls.at("/calls/0/confidence").asDouble()).isEqualTo(0.98);
        assertThat(calls.toString()).as("what was said").doesNotContain("Wilhelmina");
        assertThat(operator.get("/api/v1/connections/" + talks.vendor() + "/calls")
                        .json()
                        .get("calls"))
                .isEmpty();
    }

    private void theWordsAreOnTheTask(FakeHubSpot crm, String subject) throws Exception {
        JsonNode card = operator.until(
                "a delivered card",
                subject + "/card",
                c -> c.get("state").asString().equals("DELIVERED"));
        assertThat(card.toString()).contains(WORDS);
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (crm.ids("tasks").isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        assertThat(crm.ids("tasks")).hasSize(1);
        assertThat(crm.read("tasks", crm.ids("tasks").getFirst()).orElseThrow().get("hs_task_body"))
                .contains(WORDS);
    }

    /** Histories are read by whoever may look at the server: a buyer's words are in none. */
    private static void noHistoryHoldsThem(String server) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(server).build());
        try {
            WorkflowClient client = PayloadJson.client(stubs, "nextbest");
            List<String> histories = client.listExecutions("")
                    .map(one -> client.fetchHistory(
                                    one.getExecution().getWorkflowId(),
                                    one.getExecution().getRunId())
                            .getHistory()
                            .toByteArray())
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .toList();
            assertThat(histories).hasSizeGreaterThan(2);
            assertThat(histories).noneMatch(history -> history.contains("Wilhelmina"));
        } finally {
            stubs.shutdownNow();
        }
    }

    private void theRestOfTheRound(FakeHubSpot crm, URI hook, String deal, String subject) throws Exception {
        String task = crm.ids("tasks").getFirst();
        crm.change("tasks", task, Map.of("hs_task_status", "COMPLETED"));
        Map<String, Object> event = new TreeMap<>(crm.event("object.propertyChange", task));
        event.put("objectTypeId", "0-27");
        assertThat(crm.call(hook, CRM_SECRET, List.of(event))).isEqualTo(204);
        operator.until("an execution", REPORT, r -> r.at("/rep/EXECUTED").asInt(0) == 1);
        assertThat(operator.get(subject + "/card").json().at("/positions/0/rep").asString())
                .isEqualTo("EXECUTED");
        crm.change("deals", deal, Map.of("dealstage", "closedwon", "amount", "45000"));
        assertThat(crm.call(hook, CRM_SECRET, List.of(crm.event("deal.propertyChange", deal))))
                .isEqualTo(204);
        JsonNode report =
                operator.until("a won deal", REPORT, r -> r.at("/deals/WON").asInt(0) == 1);
        assertThat(report.at("/revenue/EUR").decimalValue()).isEqualByComparingTo("45000");
    }
}
