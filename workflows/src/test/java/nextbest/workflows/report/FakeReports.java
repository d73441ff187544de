package nextbest.workflows.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An organisation in Berlin that reads its report on Mondays at eight, and a mail server that can be away. */
public final class FakeReports implements ReportActivities, SendReportActivities {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    public static final UUID ADA = UUID.fromString("01970000-0000-7000-8000-0000000000a1");
    public static final UUID BEN = UUID.fromString("01970000-0000-7000-8000-0000000000b1");

    public final List<SendReportRequest> reports = new CopyOnWriteArrayList<>();
    public final List<SendAlertsRequest> alerts = new CopyOnWriteArrayList<>();
    /** Readers whose server is away. */
    public final Set<UUID> away = ConcurrentHashMap.newKeySet();

    public volatile List<UUID> readers = List.of(ADA);
    public volatile List<UUID> untold = List.of();
    public volatile boolean off;

    @Override
    public ReportTime nextReport(ReportTimeRequest request) {
        if (off || readers.isEmpty()) {
            return ReportTime.none();
        }
        LocalDate day = request.after().atZone(ZONE).toLocalDate().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        Instant at = day.atTime(8, 0).atZone(ZONE).toInstant();
        if (!at.isAfter(request.after())) {
            day = day.plusWeeks(1);
            at = day.atTime(8, 0).atZone(ZONE).toInstant();
        }
        return new ReportTime(at, day.minusWeeks(1), day);
    }

    @Override
    public ReportReaders readers(ReportReadersRequest request) {
        return new ReportReaders(request.alerts() ? untold : readers);
    }

    @Override
    public SentReport send(SendReportRequest request) {
        if (away.contains(request.reader())) {
            throw new IllegalStateException("the mail server is away");
        }
        boolean first = reports.stream().noneMatch(sent -> sent.key().equals(request.key()));
        reports.add(request);
        return new SentReport(first ? "delivered" : "sent");
    }

    @Override
    public SentReport sendAlerts(SendAlertsRequest request) {
        if (away.contains(request.reader())) {
            throw new IllegalStateException("the mail server is away");
        }
        alerts.add(request);
        return new SentReport("delivered");
    }
}
