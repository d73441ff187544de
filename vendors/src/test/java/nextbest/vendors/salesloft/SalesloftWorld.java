package nextbest.vendors.salesloft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.EngagementContract;

/** People at work in the fake. */
final class SalesloftWorld extends FakeWorld implements EngagementContract.EngagementWorld {
    private static final Map<String, String> STAGES = Map.of(
            "Discovery", "discovery",
            "Proposal", "proposal",
            "Negotiation", "negotiation",
            "Closed Won", "won",
            "Closed Lost", "lost");

    final FakeSalesloft fake = new FakeSalesloft(now::get);

    SalesloftWorld() {
        super(new Salesloft());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "base", fake.base(),
                "accounts", fake.base(),
                "client-id", "id",
                "client-secret", "the application's secret",
                "refresh-token", "refresh-0");
    }

    @Override
    protected Mapping mapping() {
        return new Mapping(STAGES, Map.of("competitors", "Rivals"), "EUR");
    }

    @Override
    public String owner(String email) {
        return fake.create("users", Map.of("name", "Rita Rep", "email", email, "active", true));
    }

    @Override
    public String client(String name) {
        return fake.create("accounts", Map.of("name", name, "size", "420"));
    }

    @Override
    public String contact(String name, String client) {
        return fake.create(
                "people",
                Map.of(
                        "first_name",
                        name,
                        "email_address",
                        name + "@example.com",
                        "account",
                        FakeSalesloft.link(client)));
    }

    @Override
    public String deal(String name, String stage, String owner, String client, String contact) {
        Map<String, Object> fields = new HashMap<>(ends(stage));
        fields.put("name", name);
        fields.put("amount", "48000.00");
        fields.put("currency_iso_code", "EUR");
        fields.put("close_date", "2026-06-30T00:00:00.000000+00:00");
        fields.put("owner", FakeSalesloft.link(owner));
        fields.put("account", FakeSalesloft.link(client));
        fields.put("opportunity_window_person_id", Long.parseLong(contact));
        return fake.create("opportunities", fields);
    }

    private static Map<String, Object> ends(String stage) {
        return Map.of(
                "stage_name", theirs(STAGES, stage),
                "is_won", stage.equals("won"),
                "is_closed", stage.equals("won") || stage.equals("lost"));
    }

    @Override
    public void rename(String deal, String name) {
        fake.change("opportunities", deal, Map.of("name", name));
    }

    @Override
    public void move(String deal, String stage) {
        fake.change("opportunities", deal, ends(stage));
    }

    @Override
    public void delete(String deal) {
        fake.delete("opportunities", deal);
    }

    @Override
    public void complete(String task) {
        fake.completeTask(task);
    }

    @Override
    public void deleteTask(String task) {
        fake.delete("tasks", task);
    }

    @Override
    public String call(String deal, String contact, String owner) {
        return fake.create(
                "activities/calls",
                Map.of(
                        "duration",
                        600,
                        "disposition",
                        "Connected",
                        "called_person",
                        FakeSalesloft.link(contact),
                        "user",
                        FakeSalesloft.link(owner)));
    }

    String cadence(String name) {
        return fake.create("cadences", Map.of("name", name));
    }

    @Override
    public String sequenced(String deal, String contact, String sequence) {
        return fake.create(
                "cadence_memberships",
                Map.of(
                        "person", FakeSalesloft.link(contact),
                        "cadence", FakeSalesloft.link(cadence(sequence)),
                        "currently_on_cadence", true));
    }

    @Override
    public Line lineWithSequence(String action, String sequence) {
        return line(Map.of("cadences", action + "=" + cadence(sequence)), Gate.open());
    }

    @Override
    public List<String> inSequence(String sequence) {
        return fake.ids("cadence_memberships").stream()
                .filter(one ->
                        sequence.equals(fake.read("cadences", fake.related("cadence_memberships", one, "cadence"))
                                .get("name")))
                .map(one -> fake.related("cadence_memberships", one, "person"))
                .toList();
    }
}
