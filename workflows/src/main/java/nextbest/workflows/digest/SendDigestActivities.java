package nextbest.workflows.digest;

import io.temporal.activity.ActivityInterface;

/** What a digest does outside the house. */
@ActivityInterface(namePrefix = "SendDigest.")
public interface SendDigestActivities {
    /** Sends all cards that wait for this rep's digest as one message; the same key never sends twice. */
    DigestResult send(DigestRequest request);
}
