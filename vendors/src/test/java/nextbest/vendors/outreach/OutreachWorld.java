package nextbest.vendors.outreach;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.EngagementContract;

/** People at work in the fake. */
final class OutreachWorld extends FakeWorld implements EngagementContract.EngagementWorld {
    private static final Map<String, String> STAGES = Map.of(
            "discovery", "Discovery",
            "proposal", "Proposal",
            "negotiation", "Negotiation",
            "won", "Closed Won",
            "lost", "Closed Lost");

    final FakeOutreach fake = new FakeOutreach(now::get);

    OutreachWorld() {
        super(new Outreach());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "base", fake.base(),
                "client-id", "id",
                "client-secret", "the application's secret",
                "redirect-uri", "https://nextbest.example.com/granted",
                "refresh-token", "refresh-0");
    }

    @Override
    protected Mapping mapping() {
        return new Mapping(stages(), Map.of("competitors", "custom7"), "EUR");
    }

    private Map<String, String> stages() {
        Map<String, String> ours = new HashMap<>();
        STAGES.forEach((stage, name) -> ours.put(fake.stageId(name), stage));
        return ours;
    }

    @Override
    public String owner(String email) {
        return fake.create("users", Map.of("firstName", "Rita", "lastName", "Rep", "email", email), Map.of());
    }

    @Override
    public String client(String name) {
        return fake.create("accounts", Map.of("name", name, "numberOfEmployees", 420), Map.of());
    }

    @Override
    public String contact(String name, String client) {
        return fake.create(
                "prospects",
                Map.of("firstName", name, "emails", List.of(name + "@example.com")),
                Map.of("account", "account:" + client));
    }

    @Override
    public String deal(String name, String stage, String owner, String client, String contact) {
        String deal = fake.create(
                "opportunities",
                Map.of("name", name, "amount", 48_000, "closeDate", "2026-06-30T00:00:00.000Z"),
                Map.of(
                        "owner", "user:" + owner,
                        "account", "account:" + client,
                        "opportunityStage", "opportunityStage:" + fake.stageId(STAGES.get(stage))));
        fake.create(
                "opportunityProspectRoles",
                Map.of("primary", true, "role", "Decision Maker"),
                Map.of("opportunity", "opportunity:" + deal, "prospect", "prospect:" + contact));
        return deal;
    }

    @Override
    public void rename(String deal, String name) {
        fake.change("opportunities", deal, Map.of("name", name));
    }

    @Override
    public void move(String deal, String stage) {
        fake.relate("opportunities", deal, "opportunityStage", "opportunityStage", fake.stageId(STAGES.get(stage)));
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
                "calls",
                Map.of(
                        "direction",
                        "outbound",
                        "outcome",
                        "Answered",
                        "answeredAt",
                        now().minusSeconds(600).toString(),
                        "completedAt",
                        now().toString()),
                Map.of(
                        "opportunity", "opportunity:" + deal,
                        "prospect", "prospect:" + contact,
                        "user", "user:" + owner));
    }

    String sequence(String name) {
        return fake.create("sequences", Map.of("name", name), Map.of());
    }

    @Override
    public String sequenced(String deal, String contact, String sequence) {
        return fake.create(
                "sequenceStates",
                Map.of("state", "active"),
                Map.of(
                        "opportunity", "opportunity:" + deal,
                        "prospect", "prospect:" + contact,
                        "sequence", "sequence:" + sequence(sequence)));
    }

    @Override
    public Line lineWithSequence(String action, String sequence) {
        return line(Map.of("sequences", action + "=" + sequence(sequence)), Gate.open());
    }

    @Override
    public List<String> inSequence(String sequence) {
        return fake.ids("sequenceStates").stream()
                .filter(state -> sequence.equals(
                        fake.attribute("sequences", fake.related("sequenceStates", state, "sequence"), "name")))
                .map(state -> fake.related("sequenceStates", state, "prospect"))
                .toList();
    }
}
