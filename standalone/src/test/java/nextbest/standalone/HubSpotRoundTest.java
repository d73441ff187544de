package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nextbest.vendors.hubspot.FakeHubSpot;

/** A full round with HubSpot. */
class HubSpotRoundTest extends VendorRound {
    private static final String SECRET = "the app's client secret";

    @Override
    World world() {
        FakeHubSpot hubspot = new FakeHubSpot(InstantSource.system());
        String rita = hubspot.owner("rita@example.com", "Rita", "Rep");
        return new World() {
            @Override
            public String vendor() {
                return "hubspot";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("base", hubspot.base(), "token", "pat-test", "webhook-secret", SECRET);
            }

            @Override
            public List<String> secrets() {
                return List.of("pat-test", SECRET);
            }

            @Override
            public String deal() {
                String client =
                        hubspot.create("companies", Map.of("name", "Northwind Pumps", "numberofemployees", "420"));
                String contact = hubspot.create("contacts", Map.of("firstname", "Carla", "lastname", "Conti"));
                hubspot.tie("contacts", contact, "companies", client);
                String deal = hubspot.create(
                        "deals",
                        Map.of(
                                "dealname", "Pumps for the north",
                                "dealstage", "appointmentscheduled",
                                "amount", "48000",
                                "hubspot_owner_id", rita));
                hubspot.tie("deals", deal, "companies", client);
                hubspot.tie("deals", deal, "contacts", contact);
                return deal;
            }

            @Override
            public List<String> tasks() {
                return hubspot.ids("tasks");
            }

            @Override
            public void check(String task, String deal, String key, String title) {
                assertThat(hubspot.read("tasks", task).orElseThrow())
                        .containsEntry("hubspot_owner_id", rita)
                        .containsEntry("hs_task_priority", "HIGH")
                        .containsEntry("nextbest_key", key)
                        .hasEntrySatisfying(
                                "hs_task_body", body -> assertThat(body).contains(title));
                assertThat(hubspot.tied("tasks", task, "deals")).containsExactly(deal);
            }

            @Override
            public void knockInVain(URI hook, String task) {
                List<Map<String, Object>> events = List.of(taskEvent(hubspot, task));
                assertThat(hubspot.call(hook, "another secret", events)).isEqualTo(401);
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(hubspot.call(wrong, SECRET, events)).isEqualTo(404);
                byte[] none = "[]".getBytes(StandardCharsets.UTF_8);
                assertThat(FakeHubSpot.call(hook, SECRET, none, Instant.EPOCH)).isEqualTo(401);
                assertThat(FakeHubSpot.call(hook, SECRET, new byte[5_000_001], Instant.EPOCH))
                        .isEqualTo(413);
                // genuine, and repeated: the task is still open
                assertThat(hubspot.call(hook, SECRET, events)).isEqualTo(204);
                assertThat(hubspot.call(hook, SECRET, events)).isEqualTo(204);
            }

            @Override
            public void complete(URI hook, String task) {
                hubspot.change("tasks", task, Map.of("hs_task_status", "COMPLETED"));
                assertThat(hubspot.call(hook, SECRET, List.of(taskEvent(hubspot, task))))
                        .isEqualTo(204);
            }

            @Override
            public void win(URI hook, String deal) {
                hubspot.change("deals", deal, Map.of("dealstage", "closedwon", "amount", "45000"));
                assertThat(hubspot.call(hook, SECRET, List.of(hubspot.event("deal.propertyChange", deal))))
                        .isEqualTo(204);
            }

            @Override
            public void close() {
                hubspot.close();
            }
        };
    }

    private static Map<String, Object> taskEvent(FakeHubSpot hubspot, String task) {
        Map<String, Object> event = new TreeMap<>(hubspot.event("object.propertyChange", task));
        event.put("objectTypeId", "0-27");
        return event;
    }
}
