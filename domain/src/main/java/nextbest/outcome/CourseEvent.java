package nextbest.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nextbest.money.Money;

/**
 * One step on a deal's way, as far as it matters for what came of a recommendation.
 *
 * @param kind what happened
 * @param at when
 * @param stagePosition where the deal stood afterwards; for {@link Kind#STAGE} only, otherwise -1
 * @param amount what the deal brought; for {@link Kind#WON} only
 */
public record CourseEvent(Kind kind, Instant at, int stagePosition, Optional<Money> amount) {
    /** In the order in which events of the same moment count: the later one has the last word. */
    public enum Kind {
        STAGE,
        REOPENED,
        LOST,
        WON
    }

    public CourseEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(amount, "amount");
    }
}
