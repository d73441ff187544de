package nextbest.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.DealSnapshot;
import nextbest.deal.EngagementLevel;
import nextbest.deal.EngagementTrend;
import nextbest.deal.SizeBand;
import nextbest.deal.StageKind;

/**
 * A deal as numbers, as it was known at the moment of its snapshot. Each is of the order of 1; what is not known is 0, and
 * the fields that matter most say beside it whether they are known. The numbers are stored with the decision and never
 * recomputed; a change of their meaning is a new {@link #VERSION}.
 */
public final class DealContext {
    /** Of the meaning of the numbers. */
    public static final int VERSION = 1;

    /** What each number is. */
    public static final List<String> NAMES = List.of(
            "prospecting",
            "discovery",
            "proposal",
            "negotiation",
            "amount",
            "amount-known",
            "age",
            "time-in-stage",
            "time-to-close",
            "close-date-known",
            "engagement-level",
            "engagement-trend",
            "silence",
            "meeting-planned",
            "stakeholders",
            "competitors",
            "open-objections",
            "recent-signals",
            "company-size",
            "company-size-known",
            "rep-tenure",
            "season-sine",
            "season-cosine");

    private static final double DAYS_OF_YEAR = 365.2425;
    private static final double SECONDS_OF_DAY = 86_400;
    private static final Duration RECENT = Duration.ofDays(14);

    /**
     * Powers of ten by which a currency's unit is smaller than a dollar or a euro, as it was in most of the last twenty years.
     * Only the order of an amount counts here, and half a power more or less is a quarter of a usual difference: no rates are
     * needed. Units that are within half a power are left out.
     */
    private static final Map<String, Double> SMALL_UNITS = Map.ofEntries(
            Map.entry("ARS", 1.5),
            Map.entry("CLP", 3.0),
            Map.entry("COP", 3.5),
            Map.entry("CZK", 1.5),
            Map.entry("DKK", 1.0),
            Map.entry("HKD", 1.0),
            Map.entry("HUF", 2.5),
            Map.entry("IDR", 4.0),
            Map.entry("INR", 2.0),
            Map.entry("ISK", 2.0),
            Map.entry("JPY", 2.0),
            Map.entry("KRW", 3.0),
            Map.entry("MXN", 1.0),
            Map.entry("NOK", 1.0),
            Map.entry("PHP", 1.5),
            Map.entry("RUB", 1.5),
            Map.entry("SEK", 1.0),
            Map.entry("THB", 1.5),
            Map.entry("TWD", 1.5),
            Map.entry("UAH", 1.5),
            Map.entry("VND", 4.5),
            Map.entry("ZAR", 1.0));

    private DealContext() {}

    /**
     * The numbers in the order of {@link #NAMES}.
     *
     * @param at business time of the decision
     */
    public static double[] of(DealSnapshot deal, Instant at) {
        double[] x = new double[NAMES.size()];
        int i = 0;
        for (StageKind kind :
                List.of(StageKind.PROSPECTING, StageKind.DISCOVERY, StageKind.PROPOSAL, StageKind.NEGOTIATION)) {
            x[i++] = deal.stageKind().filter(kind::equals).isPresent() ? 1 : 0;
        }
        Optional<Double> amount =
                deal.amounts().amount().asOptional().map(money -> money.amount().doubleValue());
        double ofItsUnits = deal.amounts()
                .amount()
                .asOptional()
                .map(money -> SMALL_UNITS.getOrDefault(money.currency(), 0.0))
                .orElse(0.0);
        // 10,000 of the currency is 0, a hundred times as much is 1
        x[i++] = amount.map(a -> bounded((Math.log10(Math.max(1, a)) - ofItsUnits - 4) / 2))
                .orElse(0.0);
        x[i++] = amount.isPresent() ? 1 : 0;
        x[i++] = elapsed(deal.course().createdAt().asOptional(), at, 4);
        x[i++] = elapsed(deal.course().stageSince().asOptional(), at, 3);
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        Optional<LocalDate> close = deal.course().closeDate().asOptional();
        x[i++] = close.map(day -> Math.clamp(ChronoUnit.DAYS.between(today, day) / 90.0, -1.0, 1.0))
                .orElse(0.0);
        x[i++] = close.isPresent() ? 1 : 0;
        x[i++] = deal.engagement()
                .level()
                .asOptional()
                .map(level -> centred(EngagementLevel.values(), level))
                .orElse(0.0);
        x[i++] = deal.engagement()
                .trend()
                .asOptional()
                .map(trend -> centred(EngagementTrend.values(), trend))
                .orElse(0.0);
        x[i++] = elapsed(deal.engagement().lastTouch().asOptional(), at, 2);
        x[i++] = deal.engagement().nextMeeting().isKnown() ? 1 : 0;
        x[i++] = share(deal.buyers().stakeholders().asOptional().map(List::size), 5);
        x[i++] = share(deal.buyers().competitors().asOptional().map(List::size), 2);
        x[i++] = share(deal.needs().openObjections().asOptional().map(List::size), 2);
        x[i++] = share(
                deal.signals().asOptional().map(signals -> (int) signals.stream()
                        .filter(signal -> Duration.between(signal.at(), at).compareTo(RECENT) <= 0)
                        .count()),
                5);
        Optional<SizeBand> size = deal.company().size().asOptional();
        x[i++] = size.map(band -> centred(SizeBand.values(), band)).orElse(0.0);
        x[i++] = size.isPresent() ? 1 : 0;
        x[i++] = deal.rep()
                .since()
                .asOptional()
                .map(day -> bounded((Math.log1p((double) Math.max(0, ChronoUnit.DAYS.between(day, today))) - 6) / 2))
                .orElse(0.0);
        double angle = 2 * Math.PI * today.getDayOfYear() / DAYS_OF_YEAR;
        x[i++] = Math.sin(angle);
        x[i] = Math.cos(angle);
        return x;
    }

    /** Logarithm of the days since a moment, less what is usual. */
    private static double elapsed(Optional<Instant> since, Instant at, double usual) {
        return since.map(moment -> Math.max(0, Duration.between(moment, at).toSeconds() / SECONDS_OF_DAY))
                .map(days -> bounded((Math.log1p(days) - usual) / 2))
                .orElse(0.0);
    }

    private static <E> double centred(E[] values, E value) {
        return 2.0 * Arrays.asList(values).indexOf(value) / (values.length - 1) - 1;
    }

    private static double share(Optional<Integer> count, int full) {
        return count.map(n -> Math.min(1.0, (double) n / full)).orElse(0.0);
    }

    private static double bounded(double value) {
        return Math.clamp(value, -2.0, 2.0);
    }
}
