package nextbest.demo;

import java.util.List;
import java.util.Map;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;

/**
 * What a simulated rep is like: how often a recommendation is accepted, what is liked, how long an answer takes, and which
 * reasons are given. Shares are chances from 0 to 1; hours are hours of work.
 */
enum Temperament {
    EAGER(
            0.70,
            0.05,
            0.5,
            0.90,
            Map.of("engagement", 0.15, "process", -0.10),
            new Refusals(5, 2, 2, 1),
            List.of(DismissReason.ALREADY_DONE, DismissReason.WRONG_TIME),
            List.of(KeepBackReason.TIMING)),
    THOROUGH(
            0.55,
            0.10,
            2,
            0.95,
            Map.of("content", 0.15, "risk", 0.05),
            new Refusals(4, 2, 3, 1),
            List.of(DismissReason.WRONG_FACTS, DismissReason.WRONG_TIME, DismissReason.WRONG_CONTACT),
            List.of(KeepBackReason.MATERIAL, KeepBackReason.COMPLIANCE)),
    SCEPTICAL(
            0.35,
            0.15,
            1.5,
            0.80,
            Map.of("content", -0.15, "risk", 0.15),
            new Refusals(8, 2, 1, 2),
            List.of(DismissReason.NOT_RELEVANT, DismissReason.WRONG_FACTS, DismissReason.WRONG_TIME),
            List.of(KeepBackReason.UNSUITABLE_PRODUCT, KeepBackReason.PRICE)),
    BUSY(
            0.45,
            0.40,
            3,
            0.70,
            Map.of("process", -0.15, "content", 0.10),
            new Refusals(4, 1, 5, 1),
            List.of(DismissReason.NO_CAPACITY, DismissReason.WRONG_TIME),
            List.of(KeepBackReason.TIMING)),
    CAUTIOUS(
            0.50,
            0.12,
            1.5,
            0.85,
            Map.of("process", 0.10, "engagement", -0.05),
            new Refusals(2, 8, 2, 1),
            List.of(DismissReason.WRONG_TIME, DismissReason.CLIENT_ASKED_NOT_TO),
            List.of(KeepBackReason.RELATIONSHIP, KeepBackReason.TOO_MUCH_CONTACT, KeepBackReason.TIMING)),
    INDEPENDENT(
            0.45,
            0.15,
            1,
            0.85,
            Map.of("engagement", 0.10),
            new Refusals(3, 2, 1, 5),
            List.of(DismissReason.ALREADY_DONE, DismissReason.NOT_RELEVANT),
            List.of(KeepBackReason.RELATIONSHIP, KeepBackReason.PRICE));

    /** How an answer that does not accept is split, in parts. */
    record Refusals(int dismiss, int keepBack, int snooze, int override) {
        int sum() {
            return dismiss + keepBack + snooze + override;
        }
    }

    private final double accepts;
    private final double silent;
    private final double hours;
    private final double carriesOut;
    private final Map<String, Double> likes;
    private final Refusals refusals;
    private final List<DismissReason> dismissals;
    private final List<KeepBackReason> keepBacks;

    Temperament(
            double accepts,
            double silent,
            double hours,
            double carriesOut,
            Map<String, Double> likes,
            Refusals refusals,
            List<DismissReason> dismissals,
            List<KeepBackReason> keepBacks) {
        this.accepts = accepts;
        this.silent = silent;
        this.hours = hours;
        this.carriesOut = carriesOut;
        this.likes = Map.copyOf(likes);
        this.refusals = refusals;
        this.dismissals = List.copyOf(dismissals);
        this.keepBacks = List.copyOf(keepBacks);
    }

    /** The chance that a recommendation is left without an answer; urgent ones less often. */
    double silence(Card card) {
        return card.isUrgent() ? silent * 0.6 : silent;
    }

    /**
     * The chance that a recommendation is accepted, given that there is an answer.
     *
     * @param category of the action, empty if it is not known
     */
    double acceptance(Card card, String category) {
        double byUrgency = card.isUrgent() ? 0.10 : 0;
        double byScore = (card.points() - 75) / 200.0;
        return Math.clamp(accepts + byUrgency + byScore + likes.getOrDefault(category, 0.0), 0.05, 0.95);
    }

    /** Mean hours of work until an answer. */
    double hours() {
        return hours;
    }

    /** The chance that an accepted recommendation is carried out. */
    double carriesOut() {
        return carriesOut;
    }

    Refusals refusals() {
        return refusals;
    }

    List<DismissReason> dismissals() {
        return dismissals;
    }

    List<KeepBackReason> keepBacks() {
        return keepBacks;
    }
}
