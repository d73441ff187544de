package nextbest.workflows.vendor;

import io.temporal.activity.ActivityInterface;

/**
 * The steps of a line. Each works for a while, keeps how far it came after every page, and may be repeated. What a person has to
 * see to is a failure of the type {@link #NEEDS_A_PERSON}, which is not tried again.
 */
@ActivityInterface(namePrefix = "Vendor.")
public interface VendorSyncActivities {
    String NEEDS_A_PERSON = "needs-a-person";

    /** Looks at what the credentials allow and what stages and fields there are. */
    VendorSurvey survey(VendorRequest request);

    /** Reads everything, kind by kind. */
    VendorStep load(VendorRequest request);

    /** Works through webhooks: reads again what they are about. */
    VendorStep drain(VendorRequest request);

    /** Reads what changed since the last time, and looks at open tasks of ours. */
    VendorStep changes(VendorRequest request);

    /** Listens to the vendor's stream of changes until something came, a minute at most; what came waits like a webhook. */
    VendorStep listen(VendorRequest request);

    /** Writes the tasks that wait. */
    VendorStep write(VendorRequest request);

    /** Reads everything again, for what calls and searches have missed. */
    VendorStep walk(VendorRequest request);
}
