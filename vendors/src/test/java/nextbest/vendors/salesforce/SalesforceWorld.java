package nextbest.vendors.salesforce;

import java.util.Map;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.Mapping;
import nextbest.vendors.port.DealsContract;

/** People at work in the fake. */
final class SalesforceWorld extends FakeWorld implements DealsContract.World {
    private static final Map<String, String> STAGES = Map.of(
            "Qualification", "discovery",
            "Proposal/Price Quote", "proposal",
            "Negotiation/Review", "negotiation",
            "Closed Won", "won",
            "Closed Lost", "lost");

    final FakeSalesforce fake = new FakeSalesforce(now::get);

    SalesforceWorld() {
        super(new Salesforce());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("instance", fake.base(), "client-id", "id", "client-secret", "secret");
    }

    @Override
    protected Mapping mapping() {
        return new Mapping(STAGES, Map.of("competitors", "Rivals__c"), "EUR");
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
                        theirs(STAGES, stage),
                        "OwnerId",
                        owner,
                        "AccountId",
                        client,
                        "CloseDate",
                        "2026-06-30",
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
        fake.change("Opportunity", deal, Map.of("StageName", theirs(STAGES, stage)));
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
}
