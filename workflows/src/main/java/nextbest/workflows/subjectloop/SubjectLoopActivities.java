package nextbest.workflows.subjectloop;

import io.temporal.activity.ActivityInterface;

/** What a loop does with our own database: local activities, each one transaction, each safe to repeat. */
@ActivityInterface(namePrefix = "Loop.")
public interface SubjectLoopActivities {
    DecideResult decide(DecideRequest request);

    AnswerReceipt recordAnswer(SubjectRequest subject, RepAnswer answer);

    LearnResult learn(LearnRequest request);

    /** Takes the current card away, because a person stopped the loop. */
    void withdraw(SubjectRequest subject);
}
