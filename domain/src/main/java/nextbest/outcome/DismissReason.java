package nextbest.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a rep dismissed a recommendation: a closed list, because each reason has a stated and reversible effect on what is
 * shown for the same deal. The reason also teaches: it is counted with the action's statistics.
 */
public enum DismissReason {
    /** The action does not fit this deal: not shown again here for 90 days. */
    NOT_RELEVANT(Duration.ofDays(90)),
    /** Right action, wrong moment: not shown again here for 7 days. */
    WRONG_TIME(Duration.ofDays(7)),
    /** It was done already: not shown again here for 30 days, and counted as an attempt. */
    ALREADY_DONE(Duration.ofDays(30)),
    /** The person named is the wrong one: not shown again with that person for 90 days. */
    WRONG_CONTACT(Duration.ofDays(90)),
    /** The client asked us not to: not shown again here at all. */
    CLIENT_ASKED_NOT_TO(null),
    /** No time for it: not shown again here for 2 days. */
    NO_CAPACITY(Duration.ofDays(2)),
    /** The facts on the card are wrong: not shown again here for 7 days; the data are to be corrected. */
    WRONG_FACTS(Duration.ofDays(7));

    private final Duration suppression;

    DismissReason(Duration suppression) {
        this.suppression = suppression;
    }

    /** How long the same action (with the same parameters) is not shown for the deal; empty: until a person reverses it. */
    public Optional<Duration> suppression() {
        return Optional.ofNullable(suppression);
    }
}
