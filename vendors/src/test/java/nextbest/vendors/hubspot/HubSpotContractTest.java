package nextbest.vendors.hubspot;

import java.time.Instant;
import java.util.Map;
import nextbest.vendors.Line;
import nextbest.vendors.port.CrmContract;
import org.junit.jupiter.api.AfterEach;

/** HubSpot keeps what every CRM keeps. */
class HubSpotContractTest extends CrmContract {
    private final HubSpotWorld world = new HubSpotWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected World world() {
        FakeHubSpot fake = world.fake;
        return new World() {
            @Override
            public Line line() {
                return world.line();
            }

            @Override
            public String owner(String email) {
                return fake.owner(email, "Rita", "Rep");
            }

            @Override
            public String client(String name) {
                return fake.create("companies", Map.of("name", name, "industry", "BANKING"));
            }

            @Override
            public String contact(String name, String client) {
                String id = fake.create("contacts", Map.of("firstname", name, "email", name + "@example.com"));
                fake.tie("contacts", id, "companies", client);
                return id;
            }

            @Override
            public String deal(String name, String stage, String owner, String client, String contact) {
                String id = world.deal(name, stage);
                fake.change("deals", id, Map.of("hubspot_owner_id", owner));
                fake.tie("deals", id, "companies", client);
                fake.tie("deals", id, "contacts", contact);
                return id;
            }

            @Override
            public void rename(String deal, String name) {
                fake.change("deals", deal, Map.of("dealname", name));
            }

            @Override
            public void move(String deal, String stage) {
                fake.change("deals", deal, Map.of("dealstage", HubSpotWorld.theirs(stage)));
            }

            @Override
            public void delete(String deal) {
                fake.archive("deals", deal);
            }

            @Override
            public void complete(String task) {
                fake.change("tasks", task, Map.of("hs_task_status", "COMPLETED"));
            }

            @Override
            public void deleteTask(String task) {
                fake.archive("tasks", task);
            }

            @Override
            public void later() {
                world.later();
            }

            @Override
            public Instant now() {
                return world.now.get();
            }
        };
    }
}
