package nextbest.api;

import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.workflows.vendor.VendorRecordRequest;
import nextbest.workflows.vendor.VendorSurvey;
import nextbest.workflows.vendor.VendorSyncView;

/** The lines to systems outside, as the API needs them. */
public interface Lines {
    /** The vendor called. Returns at once; what is lost here, the line finds in the database within minutes. */
    void called(TenantId tenant, String source);

    /** The connection was made or changed: the line starts, or goes on. */
    void goOn(TenantId tenant, String source);

    /** The line ends. */
    void stop(TenantId tenant, String source);

    /**
     * Looks at the vendor, reading only, and waits for what is seen.
     *
     * @throws nextbest.api.problem.Refusal if that is not possible, with what the vendor said
     */
    VendorSurvey survey(TenantId tenant, String source);

    /**
     * Looks at or changes a deal at the vendor, and waits for it.
     *
     * @return the value that stands there now; empty text: nothing
     * @throws nextbest.process.DealRecords.Refused if that is not possible, with what the vendor said
     */
    String record(VendorRecordRequest request);

    /** Where the line stands; empty if it is not running. */
    Optional<VendorSyncView> view(TenantId tenant, String source);
}
