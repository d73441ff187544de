package nextbest.workflows.vendor;

import io.temporal.activity.ActivityInterface;

/** Looks at and changes deals at vendors; both may be repeated. */
@ActivityInterface(namePrefix = "VendorRecord.")
public interface VendorRecordActivities {
    /** The value as it is there now; empty text: nothing. */
    String value(VendorRecordRequest request);

    /** Makes a change if what was seen still stands there; one that stands there already is as good as made. */
    void change(VendorRecordRequest request);
}
