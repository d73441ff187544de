package nextbest.vendors.salesforce;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.DealsContract;

/** People at work in the fake. */
final class SalesforceWorld implements DealsContract.World, AutoCloseable {
    private static final Map<String, String> STAGES = Map.of(
            "Qualification", "discovery",
            "Proposal/Price Quote", "proposal",
            "Negotiation/Review", "negotiation",
            "Closed Won", "won",
            "Closed Lost", "lost");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    final FakeSalesforce fake = new FakeSalesforce(now::get);

    @Override
    public void close() {
        fake.close();
    }

    @Override
    public Line line() {
        return line(Map.of(), Gate.open());
    }

    Line line(Map<String, String> more, Gate gate) {
        Map<String, String> settings =
                new HashMap<>(Map.of("instance", fake.base(), "client-id", "id", "client-secret", "secret"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new Salesforce()
                .open(
                        new Connection(
                                "salesforce",
                                settings,
                                new Mapping(STAGES, Map.of("competitors", "Rivals__c"), "EUR"),
                                now::get),
                        gate,
                        Tokens.inMemory(now::get));
    }

    private static String theirs(String stage) {
        return STAGES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(stage))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Override
    public String owner(String email) {
        return fake.create("User", Map.of("Name", "Rita Rep", "Email", email, "TimeZoneSidKey", "Europe/Berlin"));
    }

    @Override
    public String client(String name) {
        return fake.create("Account", Map.of("Name", name, "NumberOfEmployees", 420));
    }

    @Override
    public String contact(String name, String client) {
        return fake.create("Contact", Map.of("Name", name, "AccountId", client));
    }

    @Override
    public String deal(String name, String stage, String owner, String client, String contact) {
        String id = fake.create(
                "Opportunity",
                Map.of(
                        "Name",
                        name,
                        "StageName",
                        theirs(stage),
                        "OwnerId",
                        owner,
                        "AccountId",
                        client,
                        "Amount",
                        1200.5));
        fake.role(id, contact, "Economic Buyer");
        return id;
    }

    @Override
    public void rename(String deal, String name) {
        fake.change("Opportunity", deal, Map.of("Name", name));
    }

    @Override
    public void move(String deal, String stage) {
        fake.change("Opportunity", deal, Map.of("StageName", theirs(stage)));
    }

    @Override
    public void delete(String deal) {
        fake.delete("Opportunity", deal);
    }

    @Override
    public void complete(String task) {
        fake.change("Task", task, Map.of("IsClosed", true, "Status", "Completed"));
    }

    @Override
    public void deleteTask(String task) {
        fake.delete("Task", task);
    }

    @Override
    public void later() {
        now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    }

    @Override
    public Instant now() {
        return now.get();
    }
}
