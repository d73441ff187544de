package nextbest.api.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.Loops;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.letter.ReportReaders;
import nextbest.store.security.AuditTrail;
import nextbest.store.tenant.ReportSchedule;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.report.SentReport;
import org.springframework.stereotype.Component;

/** The loop report by mail, for the API and the pages: when, to whom, and now. */
@Component
public final class ReportMails {
    private final Store store;
    private final ReportReaders readers;
    private final Loops loops;
    private final AuditTrail audit;

    ReportMails(Store store, Loops loops, AuditTrail audit) {
        this.store = Objects.requireNonNull(store, "store");
        this.readers = new ReportReaders(store.database(), store.time(), store.ids());
        this.loops = Objects.requireNonNull(loops, "loops");
        this.audit = Objects.requireNonNull(audit, "audit");
    }

    public ReportReaders readers() {
        return readers;
    }

    public ReportSchedule schedule(TenantId tenant) {
        return store.tenants().settings(tenant).report();
    }

    public ZoneId zone(TenantId tenant) {
        return ZoneId.of(store.tenants().get(tenant).zone());
    }

    /** The next one, if it goes out regularly. */
    public Optional<ReportSchedule.Issue> next(TenantId tenant) {
        return schedule(tenant).next(zone(tenant), now());
    }

    private Instant now() {
        return store.time().now();
    }

    void change(Caller caller, ReportSchedule schedule) {
        store.tenants()
                .setSettings(
                        caller.tenant(),
                        store.tenants().settings(caller.tenant()).withReport(schedule));
        audit.note(
                caller.tenant(),
                caller.name(),
                "change-report-mails",
                "tenant",
                Map.of("every", schedule.every().name(), "day", schedule.day().name(), "hour", schedule.hour()));
        loops.reportsChanged(caller.tenant());
    }

    /** @throws Refusal if nobody of that name may read reports */
    ReportReaders.Reader person(Caller caller, String person) {
        return readers.find(caller.tenant(), person)
                .orElseThrow(() -> Refusal.invalid(
                        "person",
                        person,
                        "the log-in or address of a product manager, manager, marketing person or somebody of top"
                                + " management (the page 'People' makes log-ins)"));
    }

    /** Switches a reader's mails on or off. */
    public void want(TenantId tenant, UUID reader, boolean wanted, String actor) {
        if (readers.want(tenant, reader, wanted)) {
            audit.note(tenant, actor, wanted ? "want-report-mails" : "end-report-mails", reader.toString(), Map.of());
            loops.reportsChanged(tenant);
        }
    }

    /** Sends the report of the days up to today; empty if it is still on its way. */
    public Optional<SentReport> sendNow(Caller caller, ReportReaders.Reader to) {
        ReportSchedule.Issue issue = schedule(caller.tenant()).now(zone(caller.tenant()), now());
        Optional<SentReport> sent = loops.sendReport(new SendReportRequest(
                caller.tenant().value(),
                to.id(),
                "report-asked-" + store.ids().next(),
                issue.from(),
                issue.until(),
                true));
        audit.note(
                caller.tenant(),
                caller.name(),
                "mail-report",
                to.id().toString(),
                Map.of("outcome", sent.map(SentReport::outcome).orElse("on-its-way")));
        return sent;
    }
}
