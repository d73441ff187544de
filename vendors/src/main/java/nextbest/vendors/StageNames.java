package nextbest.vendors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nextbest.process.RecordField;
import nextbest.vendors.port.VendorTrouble;

/** A vendor's name of a stage of ours, where something is written there. */
public final class StageNames {
    private StageNames() {}

    /**
     * The vendor's stages that stand for one of ours.
     *
     * @param order all stages that a deal can be in there, in their order; those outside of it come last
     */
    public static List<String> of(Mapping mapping, String ours, List<String> order) {
        List<String> theirs = new ArrayList<>(mapping.stages().entrySet().stream()
                .filter(entry -> entry.getValue().equals(ours))
                .map(java.util.Map.Entry::getKey)
                .toList());
        theirs.sort(Comparator.comparingInt(one -> order.contains(one) ? order.indexOf(one) : Integer.MAX_VALUE));
        return theirs;
    }

    /**
     * The one to write.
     *
     * @param order as in {@link #of}; one that is not in it is not written
     * @throws VendorTrouble {@code REJECTED} if there is none
     */
    public static String one(Mapping mapping, String ours, List<String> order) {
        Optional<String> found = of(mapping, ours, order).stream()
                .filter(theirs -> order.isEmpty() || order.contains(theirs))
                .findFirst();
        return found.orElseThrow(() -> new VendorTrouble(
                VendorTrouble.Cause.REJECTED,
                "change " + RecordField.STAGE.key()
                        + " of a deal: no stage of the mapping that the deal can be in stands for '" + ours + "'"));
    }
}
