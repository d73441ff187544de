package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nextbest.vendors.salesloft.FakeSalesloft;

/** A full round with Salesloft. */
class SalesloftRoundTest extends VendorRound {
    private static final String SECRET = "the subscription's token";

    @Override
    World world() {
        FakeSalesloft salesloft = new FakeSalesloft(InstantSource.system());
        String rita = salesloft.create("users", Map.of("name", "Rita Rep", "email", "rita@example.com"));
        return new World() {
            @Override
            public String vendor() {
                return "salesloft";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of(
                        "base",
                        salesloft.base(),
                        "accounts",
                        salesloft.base(),
                        "client-id",
                        "id",
                        "client-secret",
                        "the app's secret",
                        "refresh-token",
                        "refresh-0",
                        "webhook-secret",
                        SECRET);
            }

            @Override
            public List<String> secrets() {
                return List.of("the app's secret", "refresh-0", SECRET);
            }

            @Override
            public String deal() {
                String client = salesloft.create("accounts", Map.of("name", "Northwind Pumps", "size", "420"));
                String contact = salesloft.create(
                        "people",
                        Map.of(
                                "first_name", "Carla",
                                "last_name", "Conti",
                                "account", FakeSalesloft.link(client)));
                String deal = salesloft.create(
                        "opportunities",
                        Map.of(
                                "name",
                                "Pumps for the north",
                                "stage_name",
                                "Discovery",
                                "amount",
                                "48000.00",
                                "currency_iso_code",
                                "EUR",
                                "is_won",
                                false,
                                "is_closed",
                                false,
                                "owner",
                                FakeSalesloft.link(rita),
                                "account",
                                FakeSalesloft.link(client)));
                salesloft.create(
                        "opportunity_people",
                        Map.of("opportunity_id", Long.parseLong(deal), "person_id", Long.parseLong(contact)));
                return deal;
            }

            /** Those with a key: reps make tasks too. */
            @Override
            public List<String> tasks() {
                return salesloft.ids("tasks").stream()
                        .filter(task -> salesloft.read("tasks", task).containsKey("idempotency_key"))
                        .toList();
            }

            @Override
            public void check(String task, String deal, String key, String title) {
                assertThat(salesloft.read("tasks", task))
                        .containsEntry("idempotency_key", key)
                        .containsEntry("user_id", Long.parseLong(rita))
                        .hasEntrySatisfying(
                                "description",
                                text -> assertThat(String.valueOf(text)).contains(title));
                assertThat(salesloft.related("tasks", task, "person")).isNotEmpty();
            }

            @Override
            public void knockInVain(URI hook, String task) {
                byte[] event = salesloft.event("tasks", task);
                assertThat(FakeSalesloft.call(hook, "another token", "task_updated", event))
                        .isEqualTo(401);
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(FakeSalesloft.call(wrong, SECRET, "task_updated", event))
                        .isEqualTo(404);
                assertThat(FakeSalesloft.call(hook, SECRET, "task_updated", new byte[5_000_001]))
                        .isEqualTo(413);
                // genuine, and repeated: the task is still open
                assertThat(FakeSalesloft.call(hook, SECRET, "task_updated", event))
                        .isEqualTo(200);
                assertThat(FakeSalesloft.call(hook, SECRET, "task_updated", event))
                        .isEqualTo(200);
                // genuine, and nothing that can be read: it is kept, and said
                assertThat(FakeSalesloft.call(hook, SECRET, "task_updated", Arrays.copyOf(event, 20)))
                        .isEqualTo(200);
                assertThat(FakeSalesloft.call(hook, SECRET, "weather_updated", event))
                        .isEqualTo(200);
            }

            @Override
            public void complete(URI hook, String task) {
                salesloft.completeTask(task);
                assertThat(FakeSalesloft.call(hook, SECRET, "task_completed", salesloft.event("tasks", task)))
                        .isEqualTo(200);
            }

            /** No event names an opportunity: a task of a rep about it does. */
            @Override
            public void win(URI hook, String deal) {
                salesloft.change(
                        "opportunities",
                        deal,
                        Map.of("stage_name", "Closed Won", "is_won", true, "is_closed", true, "amount", "45000.00"));
                String task = salesloft.create(
                        "tasks", Map.of("subject", "Send the contract", "opportunity", FakeSalesloft.link(deal)));
                assertThat(FakeSalesloft.call(hook, SECRET, "task_created", salesloft.event("tasks", task)))
                        .isEqualTo(200);
            }

            @Override
            public void close() {
                salesloft.close();
            }
        };
    }
}
