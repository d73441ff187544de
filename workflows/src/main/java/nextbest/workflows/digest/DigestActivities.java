package nextbest.workflows.digest;

import io.temporal.activity.ActivityInterface;

/** What a digest asks of our own database: a local activity, safe to repeat. */
@ActivityInterface(namePrefix = "Digest.")
public interface DigestActivities {
    /** The rep's next digest: local hour, working days, zone, holidays and absences are known here. */
    DigestTime nextDigestAt(DigestTimeRequest request);
}
