package nextbest.api.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.problem.Refusal;
import nextbest.api.request.Body;
import nextbest.api.request.Reads;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.letter.ReportReaders;
import nextbest.store.security.Role;
import nextbest.store.tenant.ReportSchedule;
import nextbest.workflows.report.SentReport;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The loop report by mail. */
@RestController
@Tag(name = "Reports")
final class ReportMailController {
    private final ReportMails mails;

    ReportMailController(ReportMails mails) {
        this.mails = mails;
    }

    @Schema(name = "ReportMails", description = "When the loop report goes out by mail, and to whom.")
    record MailsView(
            @Schema(description = "OFF: only when asked for.")
            ReportSchedule.Every every,

            @Schema(description = "MONTHLY: on the first such day of the month.")
            DayOfWeek day,

            @Schema(description = "In the organisation's zone.")
            int hour,

            String zone,

            @Schema(description = "When the next one goes out, in business time; absent if it is off.")
            Optional<Instant> next,

            @Schema(description = "The first day that the next one covers.")
            Optional<LocalDate> from,

            @Schema(description = "The last one.") Optional<LocalDate> to,

            @Schema(description = "Everybody who may get it, by log-in.")
            List<ReaderView> readers) {}

    @Schema(name = "ReportReader", description = "Somebody who may get the loop report by mail.")
    record ReaderView(
            UUID id,
            String login,
            Role role,

            @Schema(description = "Where it goes; absent if no address is known.")
            Optional<String> address,

            @Schema(description = "Whether this person gets it regularly.")
            boolean wanted) {
        static ReaderView of(ReportReaders.Reader reader) {
            return new ReaderView(reader.id(), reader.login(), reader.role(), reader.address(), reader.wanted());
        }
    }

    @Schema(name = "ReportSent", description = "What became of a report that was asked for.")
    record SentView(
            @Schema(
                    description =
                            "delivered; on-its-way; refused; or why it was not sent: shadow, no-address, recipient-domain.")
            String outcome,

            @Schema(description = "The same in words, with what to do.")
            String explanation) {}

    @GetMapping("/api/v1/report-mails")
    @Requires(Act.MAIL_REPORTS)
    @Operation(
            operationId = "readReportMails",
            summary = "Read when the loop report goes out by mail, and to whom",
            description = "Product managers get it until they switch it off, others when they switch it on.")
    MailsView read(Caller caller) {
        ReportSchedule schedule = mails.schedule(caller.tenant());
        Optional<ReportSchedule.Issue> next = mails.next(caller.tenant());
        return new MailsView(
                schedule.every(),
                schedule.day(),
                schedule.hour(),
                mails.zone(caller.tenant()).getId(),
                next.map(ReportSchedule.Issue::at),
                next.map(ReportSchedule.Issue::from),
                next.map(issue -> issue.until().minusDays(1)),
                mails.readers().all(caller.tenant()).stream()
                        .map(ReaderView::of)
                        .toList());
    }

    @PutMapping("/api/v1/report-mails")
    @Requires(Act.MAIL_REPORTS)
    @Operation(
            operationId = "changeReportMails",
            summary = "Say when the loop report goes out by mail",
            description =
                    "Weekly on Monday at eight, until something else is said. Alerts go out at once, also when it is"
                            + " off. A period that went out does not go out again.")
    MailsView change(@Reads("ReportScheduleChange") Body body, Caller caller) {
        ReportSchedule before = mails.schedule(caller.tenant());
        mails.change(
                caller,
                new ReportSchedule(
                        body.choice("every", ReportSchedule.Every.class).orElse(before.every()),
                        body.choice("day", DayOfWeek.class).orElse(before.day()),
                        body.whole("hour").orElse(before.hour())));
        return read(caller);
    }

    @PostMapping("/api/v1/report-mails")
    @Requires(Act.MAIL_REPORTS)
    @Operation(
            operationId = "mailReport",
            summary = "Send the loop report to somebody now",
            description =
                    "That of the last seven days, today included; of the last month where it goes out monthly. Answers"
                            + " when it is sent or after 20 seconds.")
    SentView send(@Reads("ReportRequest") Body body, Caller caller) {
        ReportReaders.Reader to = mails.person(caller, body.get("person", String.class));
        String outcome = mails.sendNow(caller, to).map(SentReport::outcome).orElse("on-its-way");
        return new SentView(outcome, explanation(outcome, to));
    }

    private static String explanation(String outcome, ReportReaders.Reader to) {
        String address = to.address().orElse("");
        return switch (outcome) {
            case "delivered" -> "the mail server took it for " + address;
            case "on-its-way" -> "it goes out to " + address + " as soon as the mail server takes it";
            case "refused" -> "the mail server refused it for good; ./nextbest letters shows what it said";
            case "shadow" -> "nothing leaves the house in shadow mode; ./nextbest go-live ends it";
            case "no-address" ->
                "no address is known for '" + to.login() + "'; ./nextbest report --mail " + to.login()
                        + " --address NAME@DOMAIN says one";
            case "recipient-domain" ->
                "mail may not go to the domain of " + address + "; ./nextbest go-live --domain DOMAIN allows it";
            default -> "it was not sent: " + outcome;
        };
    }

    @PostMapping("/api/v1/report-readers")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(
            operationId = "changeReportReader",
            summary = "Say whether and where somebody gets the loop report by mail",
            description =
                    "Whoever gets it can switch it off too: on the report's page, or from each mail with one click.")
    ReaderView changeReader(@Reads("ReportReaderChange") Body body, Caller caller) {
        ReportReaders.Reader person = mails.person(caller, body.get("person", String.class));
        body.text("address")
                .map(ReportMailController::address)
                .ifPresent(address -> mails.readers().address(caller.tenant(), person.id(), Optional.of(address)));
        body.find("wanted", Boolean.class)
                .ifPresent(wanted -> mails.want(caller.tenant(), person.id(), wanted, caller.name()));
        return mails.readers()
                .find(caller.tenant(), person.id())
                .map(ReaderView::of)
                .orElseThrow();
    }

    private static String address(String said) {
        if (!said.matches("[!-?A-~]+@[A-Za-z0-9.-]+")) {
            throw Refusal.invalid("address", said, "an e-mail address such as ana@example.com");
        }
        return said;
    }
}
