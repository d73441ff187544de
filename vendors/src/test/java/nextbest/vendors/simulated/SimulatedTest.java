package nextbest.vendors.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Line;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Statement;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is the simulated system's own: what it begins with, what its reps do, and what it is told to deny. */
class SimulatedTest {
    private final SimulatedPeople people = new SimulatedPeople("crm");

    @Test
    void itBeginsWithAsManyDealsAsAreAskedForAndAlwaysWithTheSame() {
        Line line = people.line(Map.of("deals", "12"));
        var deals = line.source().read(Kind.DEAL, Optional.empty(), Optional.empty());
        assertThat(deals.items())
                .hasSize(12)
                .allSatisfy(deal -> assertThat(deal.oddities()).isEmpty());
        assertThat(new SimulatedPeople("crm")
                        .line(Map.of("deals", "12"))
                        .source()
                        .read(Kind.DEAL, Optional.empty(), Optional.empty())
                        .items())
                .isEqualTo(deals.items());
    }

    @Test
    void itsRepsFinishTasksAndTheDealMovesOn() {
        Map<String, String> at = Map.of("deals", "1", "finish-after-minutes", "30");
        Line line = people.line(at);
        Item deal = line.source()
                .read(Kind.DEAL, Optional.empty(), Optional.empty())
                .items()
                .getFirst();
        Tasks tasks = line.tasks().orElseThrow();
        // of keys every fourth is deleted instead: this one is not
        String task = tasks.write(
                new Tasks.Draft("b", "Call", "Why", people.now(), false, Optional.empty(), deal.id(), "call"));
        assertThat(tasks.standings(Set.of(task)).get(task).state()).isEqualTo(Tasks.State.OPEN);
        people.later();
        assertThat(tasks.standings(Set.of(task)).get(task).state()).isEqualTo(Tasks.State.COMPLETED);
        assertThat(line.source().reread(Kind.DEAL, Set.of(deal.id())).items().getLast().says().stream()
                        .map(Statement::data))
                .anySatisfy(data -> assertThat(data).containsEntry("stage", "proposal"));
    }

    /** Whatever is denied is neither declared nor done, and the look says so. */
    @ParameterizedTest
    @EnumSource
    void whatItIsToldToDenyItDenies(Capability denied) {
        String part =
                denied == Capability.READ_CALLS ? "calls" : denied == Capability.WRITE_SEQUENCES ? "engagement" : "crm";
        SimulatedPeople some = new SimulatedPeople(part);
        Line line = some.line(Map.of("deny", denied.key(), "sequences", "call=7"));
        assertThat(line.capabilities()).doesNotContain(denied);
        assertThat(line.survey().missing()).containsOnlyKeys(denied);
        if (denied == Capability.WRITE_TASKS) {
            assertThat(line.tasks()).isEmpty();
        }
        if (denied == Capability.READ_CALLS) {
            assertThat(line.conversation()).isEmpty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.needs() == denied) {
                assertThatThrownBy(() -> line.source().read(kind, Optional.empty(), Optional.empty()))
                        .isInstanceOfSatisfying(
                                VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(VendorTrouble.Cause.NOT_ABLE));
            }
        }
    }

    @Test
    void itsCallsAreSignedAndNameDeals() {
        byte[] body = "{\"deals\": [\"101\", \"102\"]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String sign = java.util.HexFormat.of()
                .formatHex(nextbest.vendors.webhook.Signatures.mac(
                        nextbest.vendors.webhook.Signatures.Algorithm.HMAC_SHA256, "s", body));
        SimulatedWebhooks webhooks = new SimulatedWebhooks();
        var call = new nextbest.vendors.webhook.Incoming(
                "POST",
                java.net.URI.create("https://x"),
                Map.of(SimulatedWebhooks.SIGNATURE, sign),
                body,
                people.now());
        assertThat(webhooks.check(call, java.util.List.of("s")))
                .isInstanceOf(nextbest.vendors.webhook.Verdict.Genuine.class);
        assertThat(webhooks.check(call, java.util.List.of("other")))
                .isInstanceOf(nextbest.vendors.webhook.Verdict.Forged.class);
        assertThat(webhooks.read(body).records()).hasSize(2);
        assertThat(webhooks.read("nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .oddities())
                .hasSize(1);
    }

    @Test
    void settingsThatAreWrongAreNamedTogether() {
        assertThatThrownBy(() ->
                        people.line(Map.of("part", "bakery", "deals", "many", "deny", "read-minds", "colour", "red")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("part must be crm, engagement or calls, but is 'bakery'")
                .hasMessageContaining("deals must be a whole number")
                .hasMessageContaining("read-minds")
                .hasMessageContaining("colour");
    }
}
