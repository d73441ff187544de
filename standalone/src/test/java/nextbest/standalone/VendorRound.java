package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.standalone.parts.TemporalBinary;
import nextbest.workflows.subjectloop.LoopSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A full round with a vendor on real parts: deals are read, a decision becomes a task there, the task is completed there, and the
 * deal is won there; each of it is known here. The vendor is a fake that a client of others works with too.
 */
abstract class VendorRound {
    /** A Monday, at 300 business seconds a second: a debounce of ten minutes is two seconds. */
    private static final House.ClockChoice MONDAY = new House.ClockChoice(Instant.parse("2026-03-02T08:00:00Z"), 300);

    private static final String REPORT = "/api/v1/reports/loop?from=2026-02-01&to=2026-04-30";

    @TempDir
    static Path data;

    private OtherProgram operator;

    /** People at work at the vendor. */
    interface World extends AutoCloseable {
        String vendor();

        /** What the connection is told. */
        Map<String, String> settings();

        /** Of these nothing may be shown again. */
        List<String> secrets();

        /** Makes a deal of a client with a contact, owned by Rita. */
        String deal();

        List<String> tasks();

        /** What must be true of the task of a card. */
        void check(String task, String deal, String key, String title);

        /** Calls that must change nothing: forged, replayed, too large. */
        void knockInVain(URI hook, String task);

        void complete(URI hook, String task);

        void win(URI hook, String deal);

        @Override
        void close();
    }

    abstract World world();

    @BeforeAll
    static void needsTheServer() {
        assumeTrue(
                TemporalBinary.find().isPresent(),
                () -> "skipped: no Temporal server on this machine; ./nextbest doctor --install gets it");
    }

    @Test
    void aDealGoesFromTheVendorToATaskThereAndItsOutcomeComesBack() throws Exception {
        try (World world = world();
                House house = House.start(
                        new House.Plan("test", data, Optional.of(MONDAY), 0, Optional.empty(), LoopSettings.standard()),
                        line -> {})) {
            operator = new OtherProgram(house.addresses().get("api"), OperatorToken.read(data));
            String deal = world.deal();
            URI hook = connect(world);
            String subject = "/api/v1/subjects/" + world.vendor() + ":" + deal;
            theDealIsRead(subject);
            theTaskIsWritten(world, subject, deal);
            String task = world.tasks().getFirst();
            world.knockInVain(hook, task);
            completingTheTaskIsAnExecution(world, hook, subject, task);
            winningTheDealIsAnOutcome(world, hook, deal);
            assertThat(world.tasks()).as("written once").containsExactly(task);
        }
    }

    private URI connect(World world) {
        OtherProgram.Reply live =
                operator.post("/api/v1/tenant/mode", "{\"mode\": \"LIVE\", \"recipientDomains\": [\"example.com\"]}");
        assertThat(live.status()).as(live.text()).isEqualTo(200);
        String settings = world.settings().entrySet().stream()
                .map(one -> "{\"key\": \"" + one.getKey() + "\", \"value\": \"" + one.getValue() + "\"}")
                .collect(java.util.stream.Collectors.joining(", "));
        String path = "/api/v1/connections/" + world.vendor();
        String start = "{\"vendor\": \"" + world.vendor() + "\", \"writes\": true, ";
        OtherProgram.Reply kept = operator.put(path, start + "\"reads\": false, \"settings\": [" + settings + "]}");
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        assertThat(kept.text()).doesNotContain(world.secrets());
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

    private void theDealIsRead(String subject) throws Exception {
        assertThat(operator.until("the deal", subject, any -> true).toString()).contains("Pumps for the north");
        operator.until("everything was read once", "/api/v1/connections", list -> {
            JsonNode progress = list.at("/connections/0/progress");
            return progress.valueStream()
                            .allMatch(one -> one.has("ended")
                                    || !one.get("task").asString().equals("LOAD"))
                    && progress.valueStream()
                            .anyMatch(one -> one.get("kind").asString().equals("activity"));
        });
    }

    /** The budget was discussed, which is urgent: the card does not wait for a digest. */
    private void theTaskIsWritten(World world, String subject, String deal) throws Exception {
        OtherProgram.Reply token = operator.post("/api/v1/tokens", "{\"label\": \"calls\", \"role\": \"INTEGRATION\"}");
        operator.as(token.json().get("token").asString()).events("""
                {"source": "%s", "id": "budget", "type": "signal", "subject": {"kind": "deal", "id": "%s"},
                 "occurredAt": "2026-03-02T08:00:00Z", "data": {"signal": "budget-discussed"}}""".formatted(world.vendor(), deal));
        JsonNode card = operator.until(
                "a delivered card",
                subject + "/card",
                c -> c.get("state").asString().equals("DELIVERED"));
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (world.tasks().isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        operator.until(
                "nothing waits",
                "/api/v1/connections",
                list -> list.at("/connections/0/waiting").asInt() == 0);
        assertThat(world.tasks()).hasSize(1);
        String key = world.vendor() + "-" + card.get("card").asString();
        world.check(world.tasks().getFirst(), deal, key, card.get("title").asString());
    }

    private void completingTheTaskIsAnExecution(World world, URI hook, String subject, String task) throws Exception {
        world.complete(hook, task);
        JsonNode report = operator.until(
                "an execution", REPORT, r -> r.at("/rep/EXECUTED").asInt(0) == 1);
        assertThat(report.get("addsUp").asBoolean()).as(report.toString()).isTrue();
        JsonNode card = operator.get(subject + "/card").json();
        assertThat(card.at("/positions/0/rep").asString()).isEqualTo("EXECUTED");
    }

    private void winningTheDealIsAnOutcome(World world, URI hook, String deal) throws Exception {
        world.win(hook, deal);
        JsonNode report =
                operator.until("a won deal", REPORT, r -> r.at("/deals/WON").asInt(0) == 1);
        assertThat(report.at("/revenue/EUR").decimalValue()).isEqualByComparingTo("45000");
    }
}
