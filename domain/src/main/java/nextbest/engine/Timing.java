package nextbest.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nextbest.catalogue.Category;
import nextbest.deal.Meeting;
import nextbest.recommendation.BestWindow;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Factor;
import nextbest.recommendation.Move;
import nextbest.recommendation.Score;
import nextbest.recommendation.ScoreLine;
import nextbest.recommendation.Urgency;
import nextbest.signal.BuyerSignal;

/**
 * Derives urgency and the best window from named signals: those that call for the action and those that raised a line of
 * urgency. Without any, nothing is urgent.
 */
final class Timing {
    /** From this share of the urgency lines on, in percent, an action is urgent. */
    static final int HIGH_PERCENT = 80;

    static final int MEDIUM_PERCENT = 70;

    private Timing() {}

    record Derived(Urgency urgency, BestWindow window) {}

    static Derived of(Reading reading, Proposal proposal, Score score) {
        List<Evidence> reasons = reasons(reading, proposal, score);
        Urgency urgency = urgency(score, reasons);
        Instant until = reading.at().plus(length(urgency));
        Category category = proposal.action().category();
        if (category == Category.CONTENT || category == Category.ENGAGEMENT) {
            Optional<Meeting> meeting = RelevanceLines.soon(reading, length(urgency));
            if (meeting.isPresent()) {
                until = meeting.get().at();
            }
        }
        Optional<Instant> close =
                reading.deal().course().closeDate().asOptional().map(date -> endOf(reading, date));
        if (close.filter(until::isAfter).filter(reading.at()::isBefore).isPresent()) {
            until = close.get();
        }
        return new Derived(urgency, new BestWindow(reading.at(), until, reasons));
    }

    private static List<Evidence> reasons(Reading reading, Proposal proposal, Score score) {
        List<Evidence> reasons = new ArrayList<>();
        for (BuyerSignal signal : proposal.calling().signals()) {
            reasons.add(Evidences.signal(signal));
        }
        proposal.calling().fields().stream()
                .filter(field -> !field.equals("stage"))
                .forEach(field -> reasons.add(Evidences.plainFact(reading.deal(), field)));
        for (ScoreLine line : score.lines()) {
            if (line.subFactor().factor() == Factor.URGENCY) {
                for (Move move : line.moves()) {
                    if (move.permille() > 0 && !names(reasons, move.evidence())) {
                        reasons.add(move.evidence());
                    }
                }
            }
        }
        return reasons;
    }

    private static boolean names(List<Evidence> reasons, Evidence evidence) {
        for (Evidence known : reasons) {
            if (known.id().equals(evidence.id())) {
                return true;
            }
        }
        return false;
    }

    private static Urgency urgency(Score score, List<Evidence> reasons) {
        int max = score.maxHundredths(Factor.URGENCY);
        if (reasons.isEmpty() || max == 0) {
            return Urgency.LOW;
        }
        int percent = score.hundredths(Factor.URGENCY) * 100 / max;
        if (percent >= HIGH_PERCENT) {
            return Urgency.HIGH;
        }
        return percent >= MEDIUM_PERCENT ? Urgency.MEDIUM : Urgency.LOW;
    }

    private static Duration length(Urgency urgency) {
        return switch (urgency) {
            case HIGH -> Duration.ofHours(24);
            case MEDIUM -> Duration.ofDays(3);
            case LOW -> Duration.ofDays(7);
        };
    }

    private static Instant endOf(Reading reading, LocalDate date) {
        ZoneId zone = reading.deal().rep().zone().asOptional().orElse(ZoneOffset.UTC);
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
