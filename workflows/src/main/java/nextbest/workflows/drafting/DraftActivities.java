package nextbest.workflows.drafting;

import io.temporal.activity.ActivityInterface;

/** What a language model does for a loop. It runs on a queue of its own, so that a slow model slows nothing else. */
@ActivityInterface(namePrefix = "Draft.")
public interface DraftActivities {
    DraftResult draft(DraftRequest request);

    /** Reads notes, mails and summaries of calls for signals. */
    ReadResult read(ReadRequest request);
}
