package nextbest.vendors.simulated;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.simulated.SimulatedWorld.Entry;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** Tasks of a simulated system, each once under its key, and people in its sequences. */
final class SimulatedTasks implements Tasks {
    private final SimulatedWorld world;
    private final Map<String, String> sequences;

    SimulatedTasks(SimulatedWorld world, Map<String, String> sequences) {
        this.world = world;
        this.sequences = Map.copyOf(sequences);
    }

    @Override
    public String write(Draft draft) {
        Entry deal = world.find(Sort.DEAL, draft.deal())
                .orElseThrow(() ->
                        new VendorTrouble(Cause.REJECTED, "write a task: the deal " + draft.deal() + " is not there"));
        synchronized (world) {
            return find(draft).orElseGet(() -> world.add(sort(draft), fields(draft, deal)));
        }
    }

    private Sort sort(Draft draft) {
        return sequences.containsKey(draft.action()) ? Sort.MEMBERSHIP : Sort.TASK;
    }

    private Map<String, String> fields(Draft draft, Entry deal) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", draft.key());
        fields.put("deal", draft.deal());
        fields.put("contact", deal.get("contact"));
        fields.put("action", draft.action());
        fields.put("subject", draft.subject());
        fields.put("body", draft.body());
        draft.owner().ifPresent(owner -> fields.put("owner", owner));
        Optional.ofNullable(sequences.get(draft.action())).ifPresent(sequence -> fields.put("sequence", sequence));
        return fields;
    }

    @Override
    public Optional<String> find(Draft draft) {
        return world.all(sort(draft), entry -> entry.get("key").equals(draft.key())).stream()
                .map(entry -> entry.id)
                .findFirst();
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Map<String, Standing> standings = new HashMap<>();
        for (String id : ids) {
            Optional<Entry> there = world.find(Sort.TASK, id).or(() -> world.find(Sort.MEMBERSHIP, id));
            standings.put(
                    id,
                    there.map(entry -> new Standing(
                                    entry.get("done").isEmpty() ? State.OPEN : State.COMPLETED, entry.changed))
                            .orElseGet(() -> new Standing(State.DELETED, world.now())));
        }
        return standings;
    }
}
