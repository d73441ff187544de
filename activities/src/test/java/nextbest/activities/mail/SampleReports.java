package nextbest.activities.mail;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.money.Money;
import nextbest.store.letter.ReportClaim;
import nextbest.store.product.ProductReports;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.report.MaterialReports;
import nextbest.store.report.Trend;
import nextbest.store.security.LinkKeys;
import nextbest.store.security.ReportLinks;

/** Reports to write letters about. */
final class SampleReports {
    static final LocalDate MONDAY = LocalDate.parse("2026-03-02");
    static final UUID READER = SampleCards.id(20);
    static final ReportLinks LINKS =
            new ReportLinks(LinkKeys.derivedFrom(new byte[32]), URI.create("https://nba.example.com"));

    private SampleReports() {}

    static ReportClaim.Send claim() {
        return new ReportClaim.Send(SampleCards.OUTBOX, READER, "pm@example.com", List.of(), 1);
    }

    /** A busy week: 42 delivered, 17 taken up, 8 dismissed, 5 kept back, 2 overridden, 10 not answered. */
    static ReportFacts busy(String product) {
        LoopReport now = report(
                Map.of(
                        "ACCEPTED",
                        15L,
                        "EXECUTED",
                        2L,
                        "DISMISSED",
                        8L,
                        "KEPT_BACK",
                        5L,
                        "OVERRIDDEN",
                        2L,
                        "NO_ANSWER",
                        10L),
                60,
                Map.of("WON", 3L, "OPEN", 30L),
                Map.of("EUR", 12_000_000L, "JPY", 4_500_000L, "USD", 3_050_000L),
                Map.of(
                        "dismissed.wrong_time", 5L,
                        "dismissed.not_relevant", 3L,
                        "kept_back.price", 4L,
                        "kept_back.timing", 1L));
        List<Trend.Outcomes> weeks = new ArrayList<>();
        for (int i = 11; i >= 0; i--) {
            weeks.add(new Trend.Outcomes(MONDAY.minusWeeks(i), 30 + i, 8 + (i * 5) % 7, 6, 3 + i % 3, 2));
        }
        return new ReportFacts(
                "Acme Industries",
                ZoneId.of("Europe/Berlin"),
                MONDAY,
                MONDAY.plusDays(6),
                now,
                report(Map.of("ACCEPTED", 12L, "NO_ANSWER", 26L), 55, Map.of(), Map.of(), Map.of()),
                weeks,
                List.of(
                        new Breakdown.Line("send-roi-calculator", 14, 7, 3, 1, 1, 9, 4, 1),
                        new Breakdown.Line("schedule-executive-call", 11, 6, 2, 0, 1, 6, 2, 1),
                        new Breakdown.Line("present-product", 3, 1, 1, 1, 0, 1, 0, 0)),
                List.of(
                        new ProductReports.Line(product, 20, 12, 5, 3, 7, 3, 2, 1, 2, 1, 3),
                        new ProductReports.Line("Smart meter", 9, 6, 2, 1, 2, 3, 1, 1, 0, 0, 1)),
                List.of(
                        new ReportFacts.Alert(
                                SampleCards.id(30),
                                "KEPT_BACK_RISES",
                                product,
                                MONDAY,
                                Map.of(
                                        "answersLately", 8L,
                                        "keptBackLately", 6L,
                                        "answersBefore", 20L,
                                        "keptBackBefore", 2L)),
                        new ReportFacts.Alert(
                                SampleCards.id(31),
                                "TOPIC_RISES",
                                "Energy saving",
                                MONDAY,
                                Map.of("documentsLately", 9L, "documentsBefore", 2L))),
                List.of(new ProductReports.Unserved(SampleCards.id(40), "Nordwind", List.of("energy-saving"))),
                List.of(new MaterialReports.Gap("send-roi-calculator", 4, List.of(new Money(100, "EUR")))),
                2,
                Optional.of("Hydrogen in food plants"));
    }

    static ReportFacts quiet() {
        LoopReport nothing = report(Map.of(), 0, Map.of(), Map.of(), Map.of());
        return new ReportFacts(
                "Acme Industries",
                ZoneId.of("Europe/Berlin"),
                MONDAY,
                MONDAY.plusDays(6),
                nothing,
                nothing,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                Optional.empty());
    }

    private static LoopReport report(
            Map<String, Long> rep,
            long decisions,
            Map<String, Long> deals,
            Map<String, Long> revenue,
            Map<String, Long> reasons) {
        long delivered = rep.values().stream().mapToLong(Long::longValue).sum();
        return new LoopReport(
                Instant.EPOCH,
                Instant.EPOCH,
                decisions,
                decisions * 55,
                new TreeMap<>(Map.of("DELIVERED", delivered)),
                new TreeMap<>(rep),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(deals),
                new TreeMap<>(revenue),
                new TreeMap<>(reasons),
                true);
    }
}
