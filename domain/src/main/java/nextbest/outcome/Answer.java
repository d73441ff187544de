package nextbest.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.DecisionId;

/**
 * One thing a rep said or did about one delivered recommendation.
 *
 * @param id the sender's id of this answer; a repeated one changes nothing
 * @param decision the decision it answers
 * @param position which recommendation of the slate: 1 is the main one, then the alternatives
 * @param disposition what it says; {@link RepDisposition#NO_ANSWER} and {@link RepDisposition#IGNORED} are ours to set
 * @param dismissReason present exactly for {@link RepDisposition#DISMISSED}
 * @param keepBackReason present exactly for {@link RepDisposition#KEPT_BACK}
 * @param overriddenBy key of the action done instead, or the rep's words for it; present exactly for {@link RepDisposition#OVERRIDDEN}
 * @param snoozedUntil present exactly for {@link RepDisposition#SNOOZED}
 * @param at when the rep did it (business time)
 */
public record Answer(
        String id,
        DecisionId decision,
        int position,
        RepDisposition disposition,
        Optional<DismissReason> dismissReason,
        Optional<KeepBackReason> keepBackReason,
        Optional<String> overriddenBy,
        Optional<Instant> snoozedUntil,
        Instant at) {
    public Answer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(at, "at");
        if (position < 1 || position > 3) {
            throw new IllegalArgumentException(
                    "position is 1 for the main recommendation, 2 or 3 for an alternative, but is " + position);
        }
        switch (disposition) {
            case NO_ANSWER, IGNORED ->
                throw new IllegalArgumentException(
                        disposition + " is not an answer: it is what we conclude when none came");
            case VIEWED, ACCEPTED, DISMISSED, KEPT_BACK, SNOOZED, OVERRIDDEN, EXECUTED -> {}
        }
        only(
                dismissReason.isPresent(),
                disposition == RepDisposition.DISMISSED,
                "a dismissal",
                "a reason for dismissing");
        only(
                keepBackReason.isPresent(),
                disposition == RepDisposition.KEPT_BACK,
                "keeping back",
                "a reason for keeping back");
        only(
                overriddenBy.isPresent(),
                disposition == RepDisposition.OVERRIDDEN,
                "an override",
                "the action done instead");
        only(snoozedUntil.isPresent(), disposition == RepDisposition.SNOOZED, "a snooze", "a moment to ask again");
    }

    /** The same answer with another word for what was done instead. */
    public Answer withOverriddenBy(String other) {
        return new Answer(
                id,
                decision,
                position,
                disposition,
                dismissReason,
                keepBackReason,
                Optional.of(other),
                snoozedUntil,
                at);
    }

    private static void only(boolean present, boolean wanted, String what, String detail) {
        if (present != wanted) {
            throw new IllegalArgumentException(
                    wanted ? what + " needs " + detail : detail + " belongs to " + what + " only");
        }
    }
}
