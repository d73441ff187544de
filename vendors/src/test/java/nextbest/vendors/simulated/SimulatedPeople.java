package nextbest.vendors.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.EngagementContract;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** People at work in the simulated system. */
final class SimulatedPeople implements EngagementContract.EngagementWorld {
    private static final Map<String, String> STAGES = Map.of(
            "discovery", "discovery",
            "proposal", "proposal",
            "negotiation", "negotiation",
            "won", "won",
            "lost", "lost");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    private final Simulated vendor = new Simulated();
    private final String part;

    SimulatedPeople(String part) {
        this.part = part;
    }

    private Connection connection(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("part", part, "deals", "0", "finish-after-minutes", "never"));
        settings.putAll(more);
        return new Connection("simulated", settings, new Mapping(STAGES, Map.of(), "EUR"), now::get);
    }

    SimulatedWorld world() {
        return vendor.world(connection(Map.of()));
    }

    @Override
    public Line line() {
        return line(Map.of());
    }

    Line line(Map<String, String> more) {
        return vendor.open(connection(more), Gate.open(), Tokens.inMemory(now::get));
    }

    @Override
    public String owner(String email) {
        return world().add(Sort.OWNER, Map.of("name", "Rita Rep", "email", email));
    }

    @Override
    public String client(String name) {
        return world().add(Sort.CLIENT, Map.of("name", name));
    }

    @Override
    public String contact(String name, String client) {
        return world().add(Sort.CONTACT, Map.of("name", name, "client", client));
    }

    @Override
    public String deal(String name, String stage, String owner, String client, String contact) {
        return world().add(
                        Sort.DEAL,
                        Map.of(
                                "name",
                                name,
                                "stage",
                                stage,
                                "owner",
                                owner,
                                "client",
                                client,
                                "contact",
                                contact,
                                "amount",
                                "1200.50",
                                "closeDate",
                                "2026-06-30"));
    }

    @Override
    public void rename(String deal, String name) {
        world().change(deal, Map.of("name", name));
    }

    @Override
    public void move(String deal, String stage) {
        world().change(deal, Map.of("stage", stage));
    }

    @Override
    public void delete(String deal) {
        world().delete(deal);
    }

    @Override
    public void complete(String task) {
        world().change(task, Map.of("done", "true"));
    }

    @Override
    public void deleteTask(String task) {
        world().delete(task);
    }

    @Override
    public void later() {
        now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    }

    @Override
    public Instant now() {
        return now.get();
    }

    @Override
    public String call(String deal, String contact, String owner) {
        return world().add(Sort.ACTIVITY, Map.of("kind", "call", "deal", deal, "contact", contact, "rep", owner));
    }

    private String sequence(String name) {
        return world().all(Sort.SEQUENCE, one -> one.get("name").equals(name)).stream()
                .map(one -> one.id)
                .findFirst()
                .orElseGet(() -> world().add(Sort.SEQUENCE, Map.of("name", name)));
    }

    @Override
    public String sequenced(String deal, String contact, String sequence) {
        return world().add(
                        Sort.MEMBERSHIP,
                        Map.of("deal", deal, "contact", contact, "action", sequence, "sequence", sequence(sequence)));
    }

    @Override
    public Line lineWithSequence(String action, String sequence) {
        return line(Map.of("sequences", action + "=" + sequence(sequence)));
    }

    @Override
    public List<String> inSequence(String sequence) {
        String id = sequence(sequence);
        return world().all(Sort.MEMBERSHIP, one -> one.get("sequence").equals(id)).stream()
                .map(one -> one.get("contact"))
                .toList();
    }
}
