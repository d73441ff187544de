package nextbest.workflows.vendor;

import java.util.List;
import java.util.Map;

/**
 * What a vendor shows with the credentials that were given.
 *
 * @param account how it names the organisation's account
 * @param stages in the vendor's order
 * @param fields of deals that the organisation has made for itself, with their types
 * @param missing abilities by what the vendor said to them
 */
public record VendorSurvey(
        String account, List<Stage> stages, Map<String, String> fields, Map<String, String> missing) {
    /**
     * A stage there.
     *
     * @param proposed key of the stage of ours that seems to fit; empty: none does
     */
    public record Stage(String id, String label, boolean end, boolean won, String proposed) {}
}
