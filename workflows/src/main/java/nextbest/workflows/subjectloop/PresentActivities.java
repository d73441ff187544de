package nextbest.workflows.subjectloop;

import io.temporal.activity.ActivityInterface;

/** What a loop does outside the house. */
@ActivityInterface(namePrefix = "Present.")
public interface PresentActivities {
    PresentResult present(PresentRequest request);
}
