package nextbest.vendors.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import nextbest.fact.Keyed;
import nextbest.process.RecordField;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Setting;
import nextbest.vendors.Tokens;
import nextbest.vendors.Vendor;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Webhooks;

/** A vendor that is played in this process. */
public final class Simulated implements Vendor {
    static final Setting PART = Setting.may("part", "crm", "what it plays: crm, engagement or calls");
    static final Setting DEALS = Setting.may("deals", "20", "how many deals it begins with, at most 999999999");
    static final Setting FINISH = Setting.may(
            "finish-after-minutes", "2", "how long its reps take for a task; the word never: they finish none");
    static final Setting SEQUENCES = Setting.may(
            "sequences", "", "actions that a sequence does by itself: ACTION=SEQUENCE-ID, separated by commas");
    static final Setting RESTLESS = Setting.may(
            "restless", "no", "yes: whoever looks at a deal by its id finds a new close date, for measuring");
    static final Setting DENY =
            Setting.may("deny", "", "abilities that its credentials do not allow, with commas between");

    private static final Set<Capability> OF_DEALS = EnumSet.of(
            Capability.READ_DEALS,
            Capability.READ_PEOPLE,
            Capability.READ_REPS,
            Capability.READ_ACTIVITIES,
            Capability.WRITE_TASKS,
            Capability.WRITE_TASKS_ONCE,
            Capability.READ_TASKS,
            Capability.CHANGE_DEALS);

    /** What it can play. */
    enum Part {
        CRM,
        ENGAGEMENT,
        CALLS
    }

    private final Map<String, SimulatedWorld> worlds = new ConcurrentHashMap<>();

    @Override
    public String key() {
        return "simulated";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.copyOf(OF_DEALS);
        all.add(Capability.READ_STAGE_HISTORY);
        all.add(Capability.WRITE_SEQUENCES);
        all.add(Capability.READ_CALLS);
        all.add(Capability.TELL_CHANGES);
        return all;
    }

    @Override
    public Set<RecordField> changeable(Mapping mapping) {
        return SimulatedDeals.CHANGEABLE;
    }

    @Override
    public List<Setting> settings() {
        return List.of(PART, DEALS, FINISH, SEQUENCES, DENY, RESTLESS, Webhooks.SECRET, Webhooks.OLD_SECRET);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(new SimulatedWebhooks());
    }

    /** What people have written down in the system that a connection is to; it lives as long as this object. */
    SimulatedWorld world(Connection connection) {
        return worlds.computeIfAbsent(connection.source(), source -> new SimulatedWorld(connection.real()));
    }

    @Override
    public Line open(Connection connection, Gate gate, Tokens tokens) {
        List<String> problems = new ArrayList<>(Connection.problems(this, connection.settings()));
        Optional<Part> part = switch (connection.get(PART)) {
            case "crm" -> Optional.of(Part.CRM);
            case "engagement" -> Optional.of(Part.ENGAGEMENT);
            case "calls" -> Optional.of(Part.CALLS);
            default -> Optional.empty();
        };
        if (part.isEmpty()) {
            problems.add("part must be crm, engagement or calls, but is '" + connection.get(PART) + "'");
        }
        boolean empty = connection.get(DEALS).equals("0");
        double deals = empty ? 0 : connection.whole(DEALS, problems);
        boolean never = connection.get(FINISH).equals("never");
        double minutes = never ? 0 : connection.whole(FINISH, problems);
        Map<String, String> sequences = connection.pairs(SEQUENCES, "[1-9]\\d{0,17}", problems);
        Set<Capability> denied = denied(connection, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        SimulatedWorld world = world(connection);
        Population.fill(world, part.orElseThrow(), (int) deals);
        world.finishAfter(never ? Optional.empty() : Optional.of(Duration.ofMinutes((long) minutes)));
        world.restless(connection.get(RESTLESS).equals("yes"));
        Set<Capability> able = able(part.get(), !sequences.isEmpty());
        able.removeAll(denied);
        return new SimulatedLine(
                world,
                new SimulatedRecords(connection, part.get()),
                new SimulatedTasks(world, able.contains(Capability.WRITE_SEQUENCES) ? sequences : Map.of()),
                new SimulatedDeals(world, connection.mapping()),
                able,
                denied);
    }

    private static Set<Capability> able(Part part, boolean sequences) {
        Set<Capability> able = part == Part.CALLS ? EnumSet.of(Capability.READ_CALLS) : EnumSet.copyOf(OF_DEALS);
        if (part != Part.CALLS) {
            able.add(Capability.TELL_CHANGES);
        }
        if (part == Part.CRM) {
            able.add(Capability.READ_STAGE_HISTORY);
        }
        if (part == Part.ENGAGEMENT && sequences) {
            able.add(Capability.WRITE_SEQUENCES);
        }
        return able;
    }

    private static Set<Capability> denied(Connection connection, List<String> problems) {
        Set<Capability> denied = EnumSet.noneOf(Capability.class);
        for (String key : connection.find(DENY).orElse("").split(",", -1)) {
            Optional<Capability> capability = Keyed.find(Capability.class, key.strip());
            capability.ifPresent(denied::add);
            if (capability.isEmpty() && !key.isBlank()) {
                problems.add("deny must name abilities ("
                        + EnumSet.allOf(Capability.class).stream()
                                .map(Capability::key)
                                .collect(Collectors.joining(", "))
                        + "), but has '" + key.strip() + "'");
            }
        }
        return denied;
    }
}
