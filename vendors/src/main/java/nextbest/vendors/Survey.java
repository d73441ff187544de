package nextbest.vendors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;

/**
 * What was found at a vendor.
 *
 * @param account how the vendor names the organisation's account
 * @param stages the stages that deals can be in, in their order
 * @param fields names of the fields of a deal that the organisation has made for itself, with their types; of a vendor of
 *     calls the trackers
 * @param missing abilities that the credentials do not allow, with what the vendor said
 */
public record Survey(
        String account, List<TheirStage> stages, Map<String, String> fields, Map<Capability, String> missing) {
    public Survey {
        stages = List.copyOf(stages);
        fields = Map.copyOf(fields);
        missing = Map.copyOf(missing);
    }

    /**
     * Looks whether something is allowed.
     *
     * @param causes what counts as a denial; any other trouble is thrown on
     * @return what the vendor said if it is denied; empty if it is allowed
     */
    public static Optional<String> denial(Runnable look, Cause... causes) {
        try {
            look.run();
            return Optional.empty();
        } catch (VendorTrouble e) {
            if (!List.of(causes).contains(e.what())) {
                throw e;
            }
            return Optional.of(e.getMessage());
        }
    }

    /**
     * A stage there.
     *
     * @param id as deals name it
     * @param label as people read it
     * @param end whether a deal in it is closed
     * @param won whether it is won; never without {@code end}
     * @param probability 0 to 1; negative if the vendor says none
     */
    public record TheirStage(String id, String label, boolean end, boolean won, double probability) {}
}
