package nextbest.deal;

import java.time.Instant;
import java.util.Objects;
import nextbest.fact.Fact;
import nextbest.identity.DecisionId;
import nextbest.outcome.RepDisposition;

/**
 * An action that was recommended or tried earlier in this deal.
 *
 * @param decision the decision that recommended it; unknown if the rep acted unasked
 * @param action the key of the action in the catalogue
 * @param candidate the action with its parameters, as a candidate key
 * @param state what became of it
 * @param at when it got into that state
 * @param reason why it was dismissed or kept back, the name of a constant of {@code DismissReason} or {@code
 *     KeepBackReason}; unknown if not said
 * @param until until when it shall not come back; absent: until a person reverses it; unknown: nothing was said
 */
public record Attempt(
        Fact<DecisionId> decision,
        String action,
        String candidate,
        RepDisposition state,
        Instant at,
        Fact<String> reason,
        Fact<Instant> until) {
    public Attempt {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(until, "until");
    }
}
