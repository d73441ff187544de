package nextbest.vendors.simulated;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import nextbest.process.RecordField;
import nextbest.vendors.Mapping;
import nextbest.vendors.StageNames;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.simulated.SimulatedWorld.Entry;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** Changes of deals in a simulated system. */
final class SimulatedDeals implements DealChanges {
    static final Set<RecordField> CHANGEABLE = EnumSet.of(RecordField.STAGE, RecordField.CLOSE_DATE);

    private final SimulatedWorld world;
    private final Mapping mapping;

    SimulatedDeals(SimulatedWorld world, Mapping mapping) {
        this.world = world;
        this.mapping = mapping;
    }

    @Override
    public Set<RecordField> changeable() {
        return CHANGEABLE;
    }

    @Override
    public String value(String deal, RecordField field, String contact) {
        if (!CHANGEABLE.contains(field)) {
            throw DealChanges.notChangeable("The simulated system", field);
        }
        Entry entry = world.find(Sort.DEAL, deal)
                .orElseThrow(() -> new VendorTrouble(Cause.REJECTED, "change a deal: it is not there any more"));
        return field == RecordField.STAGE ? mapping.stage(entry.get("stage")).orElse("") : entry.get("closeDate");
    }

    @Override
    public void change(String deal, RecordField field, String contact, String from, String to) {
        synchronized (world) {
            String now = value(deal, field, contact);
            if (now.equals(to)) {
                return;
            }
            if (!now.equals(from)) {
                throw DealChanges.moved(field);
            }
            world.change(
                    deal,
                    field == RecordField.STAGE
                            ? Map.of("stage", StageNames.one(mapping, to, SimulatedWorld.STAGES))
                            : Map.of("closeDate", to));
        }
    }
}
