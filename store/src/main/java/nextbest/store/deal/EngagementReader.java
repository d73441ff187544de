package nextbest.store.deal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nextbest.deal.Activity;
import nextbest.deal.ActivityKind;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Direction;
import nextbest.deal.EngagementLevel;
import nextbest.deal.EngagementTrend;
import nextbest.deal.Meeting;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;

/**
 * How the two sides are in touch. Where no source says how engaged the buyer is, level and trend are counted from the
 * activities of the last 14 days and of the 14 days before, and their provenance says so.
 */
final class EngagementReader {
    private static final Duration PERIOD = Duration.ofDays(14);
    /** Our own convention: six contacts with the buyer in two weeks are much, one or two are little. */
    private static final int MANY = 6;

    private static final int SOME = 3;
    /** A trend is named when the counts differ by half and by two at least: below that it is the chance of the week. */
    private static final double FACTOR = 1.5;

    private static final int DIFFERENCE = 2;

    private EngagementReader() {}

    static void read(FactSheet facts, Marks marks, Instant asOf, DealSnapshot.Builder deal) {
        List<Activity> activities =
                marks.activities().stream().map(Marks.Act::activity).toList();
        deal.fact(DealField.ENGAGEMENT_LEVEL, facts.key("engagementLevel", EngagementLevel.class))
                .fact(DealField.ENGAGEMENT_TREND, facts.key("engagementTrend", EngagementTrend.class))
                .fact(DealField.NEXT_MEETING, nextMeeting(facts, asOf))
                .fact(DealField.DEMO_HELD_AT, demo(facts, marks, asOf))
                .fact(DealField.SIGNALS, signals(marks));
        if (activities.isEmpty()) {
            return;
        }
        Activity latest = activities.getFirst();
        deal.fact(DealField.ACTIVITIES, Fact.known(activities, latest.provenance()))
                .fact(DealField.LAST_TOUCH, Fact.known(latest.at(), latest.provenance()));
        derived(facts, activities, asOf, deal);
    }

    private static void derived(FactSheet facts, List<Activity> activities, Instant asOf, DealSnapshot.Builder deal) {
        long last = buyers(activities, asOf.minus(PERIOD), asOf);
        long before = buyers(activities, asOf.minus(PERIOD.multipliedBy(2)), asOf.minus(PERIOD));
        Provenance counted = new Provenance(
                Snapshots.DERIVED,
                "buyer activities: " + last + " in the last 14 days, " + before + " in the 14 days before",
                asOf);
        if (facts.key("engagementLevel", EngagementLevel.class).isUnknown()) {
            deal.fact(DealField.ENGAGEMENT_LEVEL, Fact.known(level(last), counted));
        }
        if (facts.key("engagementTrend", EngagementTrend.class).isUnknown() && last + before > 0) {
            deal.fact(DealField.ENGAGEMENT_TREND, Fact.known(trend(last, before), counted));
        }
    }

    private static EngagementLevel level(long count) {
        if (count == 0) {
            return EngagementLevel.NONE;
        }
        if (count >= MANY) {
            return EngagementLevel.HIGH;
        }
        return count >= SOME ? EngagementLevel.MEDIUM : EngagementLevel.LOW;
    }

    private static EngagementTrend trend(long last, long before) {
        if (last >= before * FACTOR && last - before >= DIFFERENCE) {
            return EngagementTrend.RISING;
        }
        if (before >= last * FACTOR && before - last >= DIFFERENCE) {
            return EngagementTrend.DECLINING;
        }
        return EngagementTrend.STEADY;
    }

    /** Activities in which the buyer took part, after {@code from} and up to {@code until}. */
    private static long buyers(List<Activity> activities, Instant from, Instant until) {
        return activities.stream()
                .filter(activity -> activity.direction() != Direction.OUTBOUND)
                .filter(activity ->
                        activity.at().isAfter(from) && !activity.at().isAfter(until))
                .count();
    }

    /** A meeting that has passed says nothing of the next one. */
    private static Fact<Meeting> nextMeeting(FactSheet facts, Instant asOf) {
        Fact<Instant> said = facts.read("nextMeetingAt", Instant.class);
        return said.isKnown() && !said.is(at -> at.isAfter(asOf))
                ? Fact.unknown()
                : said.map(at -> new Meeting(at, "", List.of()));
    }

    /** The last demo that a source dates, that was recorded as an activity, or that the buyer's signals tell of. */
    private static Fact<Instant> demo(FactSheet facts, Marks marks, Instant asOf) {
        Fact<Instant> said = facts.read("demoHeldAt", Instant.class);
        Fact<Instant> latest = said.is(at -> at.isAfter(asOf)) ? Fact.unknown() : said;
        Optional<Activity> activity = marks.activities().stream()
                .map(Marks.Act::activity)
                .filter(act -> act.kind() == ActivityKind.DEMO)
                .findFirst();
        if (activity.isPresent()) {
            latest = later(latest, activity.get().at(), activity.get().provenance());
        }
        Optional<BuyerSignal> signal = marks.signals().stream()
                .filter(s -> s.type() == SignalType.DEMO_COMPLETED)
                .findFirst();
        return signal.isPresent()
                ? later(latest, signal.get().at(), signal.get().provenance())
                : latest;
    }

    private static Fact<Instant> later(Fact<Instant> fact, Instant at, Provenance by) {
        boolean stands = fact.is(known -> !known.isBefore(at));
        boolean deniedLater = fact.isAbsent()
                && fact.source().filter(source -> source.at().isAfter(at)).isPresent();
        return stands || deniedLater ? fact : Fact.known(at, by);
    }

    private static Fact<List<BuyerSignal>> signals(Marks marks) {
        return marks.signals().isEmpty()
                ? Fact.unknown()
                : Fact.known(marks.signals(), marks.signals().getFirst().provenance());
    }
}
