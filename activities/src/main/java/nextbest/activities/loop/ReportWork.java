package nextbest.activities.loop;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.activities.mail.ReportMail;
import nextbest.activities.port.Mail;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.letter.ReportClaim;
import nextbest.store.letter.ReportLetters;
import nextbest.store.product.ProductReports;
import nextbest.store.tenant.ReportSchedule;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.report.ReportActivities;
import nextbest.workflows.report.ReportReaders;
import nextbest.workflows.report.ReportReadersRequest;
import nextbest.workflows.report.ReportRoundActivities;
import nextbest.workflows.report.ReportTime;
import nextbest.workflows.report.ReportTimeRequest;
import nextbest.workflows.report.SendAlertsRequest;
import nextbest.workflows.report.SendReportActivities;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.report.SentReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop report by mail: when it is due, who gets it, and sending it. */
public final class ReportWork implements ReportActivities, SendReportActivities, ReportRoundActivities {
    private static final Logger LOG = LoggerFactory.getLogger(ReportWork.class);

    private final Store store;
    private final ReportLetters ledger;
    private final ProductReports products;
    private final ReportMail letters;
    private final Mail mail;
    private final Processes processes;
    private final InstantSource businessTime;

    /** The processes of organisations. */
    public interface Processes {
        /** Starts one that is not running. */
        void ensure(TenantId tenant);

        /** Says that somebody should be told of alerts. */
        void alertsWait(TenantId tenant);
    }

    public ReportWork(Store store, ReportMail letters, Mail mail, Processes processes) {
        this.store = Objects.requireNonNull(store, "store");
        this.ledger = new ReportLetters(store.database(), store.tenants(), store.time(), store.ids());
        this.products = new ProductReports(store.database(), store.time(), store.ids());
        this.letters = Objects.requireNonNull(letters, "letters");
        this.mail = Objects.requireNonNull(mail, "mail");
        this.processes = Objects.requireNonNull(processes, "processes");
        this.businessTime = store.time()::now;
    }

    @Override
    public ReportTime nextReport(ReportTimeRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        if (ledger.reachable(tenant).isEmpty()) {
            return ReportTime.none();
        }
        return schedule(tenant)
                .next(ZoneId.of(store.tenants().get(tenant).zone()), request.after())
                .map(issue -> new ReportTime(issue.at(), issue.from(), issue.until()))
                .orElse(ReportTime.none());
    }

    private ReportSchedule schedule(TenantId tenant) {
        return store.tenants().settings(tenant).report();
    }

    @Override
    public ReportReaders readers(ReportReadersRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        List<UUID> readers = request.alerts() ? ledger.waitingForAlerts(tenant) : ledger.reachable(tenant);
        return new ReportReaders(readers);
    }

    @Override
    public SentReport send(SendReportRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        return send(
                tenant,
                request.key(),
                request.reader(),
                request.asked() ? ReportLetters.What.ASKED_FOR : ReportLetters.What.REPORT,
                claimed -> Optional.of(letters.report(tenant, claimed, request.from(), request.until())));
    }

    @Override
    public SentReport sendAlerts(SendAlertsRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        return send(
                tenant,
                request.key(),
                request.reader(),
                ReportLetters.What.ALERTS,
                claimed -> letters.alerts(tenant, claimed));
    }

    private interface Writing {
        /** Empty if there is nothing to say any more. */
        Optional<Mail.Message> write(ReportClaim.Send claimed);
    }

    private SentReport send(TenantId tenant, String key, UUID reader, ReportLetters.What what, Writing writing) {
        Instant now = businessTime.instant();
        return switch (ledger.claim(tenant, key, reader, what, now)) {
            case ReportClaim.Skip(String rule) -> new SentReport(rule);
            case ReportClaim.Send claimed -> {
                Optional<Mail.Message> message = writing.write(claimed);
                if (message.isEmpty()) {
                    ledger.hold(tenant, claimed.outbox());
                    yield new SentReport("nothing-left");
                }
                try {
                    mail.send(message.get());
                } catch (Mail.Refused e) {
                    LOG.warn("mail {} was refused for good; it is in the dead letters", claimed.outbox(), e);
                    ledger.fail(tenant, claimed.outbox(), String.valueOf(e.getMessage()));
                    yield new SentReport("refused");
                }
                ledger.confirm(tenant, claimed.outbox(), message.get().messageId());
                yield new SentReport("delivered");
            }
        };
    }

    /** One organisation that cannot be looked at does not hold up the others. */
    @Override
    public int look() {
        int told = 0;
        for (Tenants.Tenant tenant : store.tenants().all()) {
            try {
                told += look(tenant) ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.warn("the reports of tenant {} could not be looked after; the next round does", tenant.key(), e);
            }
        }
        return told;
    }

    private boolean look(Tenants.Tenant tenant) {
        if (ledger.reachable(tenant.id()).isEmpty()) {
            return false;
        }
        var alerts = products.alerts(tenant.id());
        boolean wait =
                !alerts.isEmpty() && !ledger.waitingForAlerts(tenant.id()).isEmpty();
        if (wait) {
            processes.alertsWait(tenant.id());
        } else if (schedule(tenant.id()).every() != ReportSchedule.Every.OFF) {
            processes.ensure(tenant.id());
        }
        return wait;
    }
}
