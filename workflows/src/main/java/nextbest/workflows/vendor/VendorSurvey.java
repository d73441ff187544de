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
 * @param samples what would be read, kind by kind
 */
public record VendorSurvey(
        String account,
        List<Stage> stages,
        Map<String, String> fields,
        Map<String, String> missing,
        List<Sample> samples) {
    public VendorSurvey {
        // surveys from before samples were taken have none
        samples = samples == null ? List.of() : List.copyOf(samples);
    }

    public VendorSurvey(String account, List<Stage> stages, Map<String, String> fields, Map<String, String> missing) {
        this(account, stages, fields, missing, List.of());
    }

    /**
     * What the first page of a kind of records would have brought, read and thrown away.
     *
     * @param kind key of the kind
     * @param records on that page
     * @param more whether there are further pages
     * @param leftOut what could not be understood: the field, how often, and what is allowed; no values
     */
    public record Sample(String kind, int records, boolean more, List<String> leftOut) {
        public Sample {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * A stage there.
     *
     * @param proposed key of the stage of ours that seems to fit; empty: none does
     */
    public record Stage(String id, String label, boolean end, boolean won, String proposed) {}
}
