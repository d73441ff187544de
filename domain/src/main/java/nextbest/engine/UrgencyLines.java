package nextbest.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.Category;
import nextbest.deal.Absence;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.EngagementTrend;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.SubFactor;
import nextbest.signal.BuyerSignal;

/** What moves the four lines of urgency. */
final class UrgencyLines {
    private UrgencyLines() {}

    static void move(Reading reading, Proposal proposal, Moves moves) {
        timeSensitivity(reading, proposal, moves);
        competition(reading.deal(), moves);
        engagement(reading, moves);
        timeline(reading, moves);
    }

    private static void timeSensitivity(Reading reading, Proposal proposal, Moves moves) {
        int expiry = proposal.action().expiryDays();
        List<BuyerSignal> signals = proposal.calling().signals();
        if (expiry > 0 && !signals.isEmpty()) {
            BuyerSignal youngest = signals.getFirst();
            Duration age = Duration.between(youngest.at(), reading.at());
            if (age.multipliedBy(10).compareTo(Duration.ofDays(7L * expiry)) > 0) {
                moves.addAbout(SubFactor.TIME_SENSITIVITY, 300, Evidences.signal(youngest));
            }
        }
        if (proposal.action().category() == Category.CONTENT) {
            RelevanceLines.soon(reading, Duration.ofDays(2))
                    .ifPresent(meeting -> moves.add(
                            SubFactor.TIME_SENSITIVITY,
                            400,
                            Evidences.fact(
                                    reading.deal(),
                                    DealField.NEXT_MEETING,
                                    "evidence.next-meeting",
                                    Map.of("at", Argument.moment(meeting.at())))));
        }
        reading.deal().rep().absences().asOptional().orElse(List.of()).stream()
                .map(Absence::from)
                .filter(from -> from.isAfter(reading.today())
                        && !from.isAfter(reading.today().plusDays(3)))
                .findFirst()
                .ifPresent(from -> moves.add(
                        SubFactor.TIME_SENSITIVITY,
                        200,
                        Evidences.fact(
                                reading.deal(),
                                DealField.REP_ABSENCES,
                                "evidence.absence-ahead",
                                Map.of("day", new Argument.Day(from)))));
    }

    private static void competition(DealSnapshot deal, Moves moves) {
        DealField.COMPETITORS.count(deal).ifPresent(count -> {
            int strength = count == 0 ? -200 : count == 1 ? 400 : 600;
            moves.add(
                    SubFactor.COMPETITIVE_URGENCY,
                    strength,
                    Evidences.fact(
                            deal,
                            DealField.COMPETITORS,
                            count == 0 ? "evidence.no-competitor" : "evidence.competitors",
                            Map.of("count", Argument.count(count))));
        });
    }

    private static void engagement(Reading reading, Moves moves) {
        DealSnapshot deal = reading.deal();
        deal.engagement().trend().asOptional().ifPresent(trend -> {
            int strength = trend == EngagementTrend.DECLINING ? 600 : trend == EngagementTrend.RISING ? -200 : 0;
            moves.add(
                    SubFactor.ENGAGEMENT_DECAY,
                    strength,
                    Evidences.fact(deal, DealField.ENGAGEMENT_TREND, "evidence.engagement-" + trend.key()));
        });
        Optional<Instant> touch = deal.engagement().lastTouch().asOptional();
        touch.ifPresent(last -> {
            long days = Duration.between(last, reading.at()).toDays();
            moves.add(
                    SubFactor.ENGAGEMENT_DECAY,
                    days > 30 ? 400 : days > 14 ? 250 : 0,
                    Evidences.fact(
                            deal, DealField.LAST_TOUCH, "evidence.last-touch", Map.of("days", Argument.count(days))));
        });
    }

    private static void timeline(Reading reading, Moves moves) {
        DealSnapshot deal = reading.deal();
        deal.course().closeDate().asOptional().ifPresent(date -> {
            long days = ChronoUnit.DAYS.between(reading.today(), date);
            int strength = days <= 7 ? 800 : days <= 14 ? 600 : days <= 30 ? 300 : days > 120 ? -300 : 0;
            Evidence evidence = Evidences.fact(
                    deal,
                    DealField.CLOSE_DATE,
                    days < 0 ? "evidence.close-date-passed" : "evidence.close-date",
                    Map.of("day", new Argument.Day(date), "days", Argument.count(Math.abs(days))));
            moves.add(SubFactor.TIMELINE_URGENCY, strength, evidence);
        });
    }
}
