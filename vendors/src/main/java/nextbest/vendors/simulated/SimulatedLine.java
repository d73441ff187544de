package nextbest.vendors.simulated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nextbest.vendors.Line;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.simulated.SimulatedWorld.Entry;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** Reads and writes a simulated system, in pages and by id as any other. */
final class SimulatedLine implements Line, Conversation {
    private static final int PAGE = 100;

    private final SimulatedWorld world;
    private final SimulatedRecords records;
    private final Set<Capability> able;
    private final Set<Capability> denied;
    private final SimulatedTasks tasks;
    private final SimulatedDeals deals;

    SimulatedLine(
            SimulatedWorld world,
            SimulatedRecords records,
            SimulatedTasks tasks,
            SimulatedDeals deals,
            Set<Capability> able,
            Set<Capability> denied) {
        this.world = world;
        this.records = records;
        this.able = Set.copyOf(able);
        this.denied = Set.copyOf(denied);
        this.tasks = tasks;
        this.deals = deals;
    }

    @Override
    public Set<Capability> capabilities() {
        return able;
    }

    @Override
    public Conversation source() {
        return this;
    }

    @Override
    public Optional<Conversation> conversation() {
        return able.contains(Capability.READ_CALLS) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Tasks> tasks() {
        return able.contains(Capability.WRITE_TASKS) ? Optional.of(tasks) : Optional.empty();
    }

    @Override
    public Optional<DealChanges> dealChanges() {
        return able.contains(Capability.CHANGE_DEALS) ? Optional.of(deals) : Optional.empty();
    }

    private void require(Kind kind) {
        if (kind == Kind.TASK || !able.contains(kind.needs())) {
            throw VendorTrouble.notAble("The simulated system", kind.needs());
        }
    }

    private static List<Sort> sorts(Kind kind) {
        return switch (kind) {
            case REP -> List.of(Sort.OWNER);
            case CLIENT -> List.of(Sort.CLIENT);
            case CONTACT -> List.of(Sort.CONTACT);
            case DEAL -> List.of(Sort.DEAL);
            case ACTIVITY -> List.of(Sort.ACTIVITY, Sort.MEMBERSHIP);
            case CALL -> List.of(Sort.CALL);
            case TASK -> List.of(Sort.TASK);
        };
    }

    private Stream<Entry> all(Kind kind, Predicate<Entry> which) {
        return sorts(kind).stream().flatMap(sort -> world.all(sort, which).stream());
    }

    /** A place is the id of the last record of a page. */
    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        long after = from.map(Long::parseLong).orElse(0L);
        List<Entry> rest = all(
                        kind,
                        entry -> Long.parseLong(entry.id) > after
                                && since.filter(at -> entry.changed.isBefore(at))
                                        .isEmpty())
                .sorted(java.util.Comparator.comparingLong((Entry entry) -> Long.parseLong(entry.id)))
                .limit(PAGE + 1L)
                .toList();
        List<Entry> page = rest.subList(0, Math.min(PAGE, rest.size()));
        return new Page(
                page.stream().map(entry -> records.item(kind, entry)).toList(),
                rest.size() > PAGE ? Optional.of(page.getLast().id) : Optional.empty());
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        if (ids.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "at most " + MOST_AT_ONCE + " records are read at once, but " + ids.size() + " were asked for");
        }
        ids.forEach(world::looked);
        List<Entry> found = all(kind, entry -> ids.contains(entry.id)).toList();
        Set<String> gone = new LinkedHashSet<>(ids);
        found.forEach(entry -> gone.remove(entry.id));
        List<Item> items = new ArrayList<>();
        if (kind == Kind.DEAL) {
            for (Map.Entry<Kind, String> link :
                    Map.of(Kind.REP, "owner", Kind.CLIENT, "client", Kind.CONTACT, "contact").entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .toList()) {
                Set<String> named = new LinkedHashSet<>();
                found.forEach(deal -> named.add(deal.get(link.getValue())));
                all(link.getKey(), entry -> named.contains(entry.id))
                        .forEach(entry -> items.add(records.item(link.getKey(), entry)));
            }
        }
        found.forEach(entry -> items.add(records.item(kind, entry)));
        return new Reread(items, gone);
    }

    @Override
    public Map<String, List<Passage>> transcripts(Set<String> calls) {
        if (calls.size() > MOST_TRANSCRIPTS) {
            throw new IllegalArgumentException("at most " + MOST_TRANSCRIPTS + " transcripts are read at once, but "
                    + calls.size() + " were asked for");
        }
        require(Kind.CALL);
        Map<String, List<Passage>> said = new TreeMap<>();
        for (String id : calls) {
            world.find(Sort.CALL, id)
                    .map(SimulatedRecords::passages)
                    .filter(passages -> !passages.isEmpty())
                    .ifPresent(passages -> said.put(id, passages));
        }
        return said;
    }

    @Override
    public Survey survey() {
        List<Survey.TheirStage> stages = new ArrayList<>();
        for (String stage : SimulatedWorld.STAGES) {
            boolean won = stage.equals("won");
            boolean end = won || stage.equals("lost");
            String label = stage.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + stage.substring(1);
            stages.add(new Survey.TheirStage(stage, end ? "Closed " + stage : label, end, won, -1));
        }
        Map<Capability, String> missing = new TreeMap<>();
        denied.forEach(capability -> missing.put(capability, "the setting deny names it"));
        boolean calls = able.contains(Capability.READ_CALLS);
        return new Survey("the simulated system", calls ? List.of() : stages, Map.of(), missing);
    }

    @Override
    public void prepareWriting() {
        // nothing has to be made there
    }
}
