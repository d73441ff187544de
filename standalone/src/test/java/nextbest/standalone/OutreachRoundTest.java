package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nextbest.vendors.outreach.FakeOutreach;

/** A full round with Outreach. */
class OutreachRoundTest extends VendorRound {
    private static final String SECRET = "the webhook's secret";

    @Override
    World world() {
        FakeOutreach outreach = new FakeOutreach(InstantSource.system());
        String rita = outreach.create(
                "users", Map.of("firstName", "Rita", "lastName", "Rep", "email", "rita@example.com"), Map.of());
        return new World() {
            @Override
            public String vendor() {
                return "outreach";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of(
                        "base", outreach.base(),
                        "client-id", "id",
                        "client-secret", "the app's secret",
                        "redirect-uri", "https://nextbest.example.com/granted",
                        "refresh-token", "refresh-0",
                        "webhook-secret", SECRET);
            }

            @Override
            public List<String> secrets() {
                return List.of("the app's secret", "refresh-0", SECRET);
            }

            @Override
            public String deal() {
                String client = outreach.create("accounts", Map.of("name", "Northwind Pumps"), Map.of());
                String contact = outreach.create(
                        "prospects",
                        Map.of("firstName", "Carla", "lastName", "Conti"),
                        Map.of("account", "account:" + client));
                String deal = outreach.create(
                        "opportunities",
                        Map.of("name", "Pumps for the north", "amountPrecise", "48000.00"),
                        Map.of(
                                "owner", "user:" + rita,
                                "account", "account:" + client,
                                "opportunityStage", "opportunityStage:" + outreach.stageId("Discovery")));
                outreach.create(
                        "opportunityProspectRoles",
                        Map.of("primary", true, "role", "Decision Maker"),
                        Map.of("opportunity", "opportunity:" + deal, "prospect", "prospect:" + contact));
                return deal;
            }

            @Override
            public List<String> tasks() {
                return outreach.ids("tasks");
            }

            @Override
            public void check(String task, String deal, String key, String title) {
                assertThat(String.valueOf(outreach.attribute("tasks", task, "note")))
                        .contains(title)
                        .endsWith("nextbest key: " + key);
                assertThat(outreach.related("tasks", task, "owner")).isEqualTo(rita);
                assertThat(outreach.related("tasks", task, "opportunity")).isEqualTo(deal);
            }

            @Override
            public void knockInVain(URI hook, String task) {
                byte[] event = outreach.event("tasks", task, "updated");
                assertThat(FakeOutreach.call(hook, "another secret", event)).isEqualTo(401);
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(FakeOutreach.call(wrong, SECRET, event)).isEqualTo(404);
                assertThat(FakeOutreach.call(hook, SECRET, new byte[5_000_001])).isEqualTo(413);
                // genuine, and repeated: the task is still open
                assertThat(FakeOutreach.call(hook, SECRET, event)).isEqualTo(200);
                assertThat(FakeOutreach.call(hook, SECRET, event)).isEqualTo(200);
                // genuine, and nothing that can be read: it is kept, and said
                assertThat(FakeOutreach.call(hook, SECRET, Arrays.copyOf(event, 40)))
                        .isEqualTo(200);
                assertThat(FakeOutreach.call(hook, SECRET, "[]".getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(200);
            }

            @Override
            public void complete(URI hook, String task) {
                outreach.completeTask(task);
                assertThat(FakeOutreach.call(hook, SECRET, outreach.event("tasks", task, "completed")))
                        .isEqualTo(200);
            }

            @Override
            public void win(URI hook, String deal) {
                outreach.change("opportunities", deal, Map.of("amountPrecise", "45000.00"));
                outreach.relate(
                        "opportunities", deal, "opportunityStage", "opportunityStage", outreach.stageId("Closed Won"));
                assertThat(FakeOutreach.call(hook, SECRET, outreach.event("opportunities", deal, "updated")))
                        .isEqualTo(200);
            }

            @Override
            public void close() {
                outreach.close();
            }
        };
    }
}
