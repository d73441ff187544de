package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.DecisionId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;

/**
 * A rep's answer on its way to the loop. Reasons are null where they do not belong.
 *
 * @param by the rep, null if someone who may answer for the rep says it
 * @param channel where it was said
 * @param actor id of who said it
 */
public record RepAnswer(
        String id,
        UUID decision,
        int position,
        RepDisposition disposition,
        DismissReason dismissReason,
        KeepBackReason keepBackReason,
        String overriddenBy,
        Instant snoozedUntil,
        Instant at,
        UUID by,
        String channel,
        String actor) {
    public static RepAnswer of(Answer answer, Optional<UUID> by, String channel, String actor) {
        return new RepAnswer(
                answer.id(),
                answer.decision().value(),
                answer.position(),
                answer.disposition(),
                answer.dismissReason().orElse(null),
                answer.keepBackReason().orElse(null),
                answer.overriddenBy().orElse(null),
                answer.snoozedUntil().orElse(null),
                answer.at(),
                by.orElse(null),
                channel,
                actor);
    }

    /** @throws IllegalArgumentException if the parts do not make an answer */
    public Answer answer() {
        return new Answer(
                id,
                new DecisionId(decision),
                position,
                disposition,
                Optional.ofNullable(dismissReason),
                Optional.ofNullable(keepBackReason),
                Optional.ofNullable(overriddenBy),
                Optional.ofNullable(snoozedUntil),
                at);
    }
}
