package nextbest.activities.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.activities.mail.LetterSettings;
import nextbest.activities.mail.ReportMail;
import nextbest.activities.port.Mail;
import nextbest.activities.vendor.smtp.SmtpMail;
import nextbest.activities.vendor.smtp.SmtpSettings;
import nextbest.identity.TenantId;
import nextbest.store.letter.ReportReaders;
import nextbest.store.security.Accounts;
import nextbest.store.security.LinkKeys;
import nextbest.store.security.ReportLinks;
import nextbest.store.security.Role;
import nextbest.store.tenant.ReportSchedule;
import nextbest.store.tenant.Tenants;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import nextbest.workflows.report.ReportReadersRequest;
import nextbest.workflows.report.ReportTime;
import nextbest.workflows.report.ReportTimeRequest;
import nextbest.workflows.report.SendAlertsRequest;
import nextbest.workflows.report.SendReportRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports on a real PostgreSQL, handed to a real SMTP server. */
class ReportWorkTest {
    private static final LocalDate FROM = LocalDate.parse("2026-03-02");
    private static final LocalDate UNTIL = LocalDate.parse("2026-03-09");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private final SellingHouse house = new SellingHouse(TestPostgres.fresh(), Instant.parse("2026-03-03T09:00:00Z"));
    private final List<String> processes = new ArrayList<>();
    private final ReportReaders readers =
            new ReportReaders(house.store.database(), house.store.time(), house.store.ids());
    private ReportWork work;

    @BeforeEach
    void start() {
        server.start();
        work = work(new SmtpMail(
                SmtpSettings.plain("localhost", server.getSmtp().getPort(), "nba@example.com"),
                InstantSource.system()));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private ReportWork work(Mail mail) {
        ReportMail letters = new ReportMail(
                new LetterSettings("nextbest <nba@example.com>", "nba.example.com", ""),
                house.store,
                new ReportLinks(
                        LinkKeys.kept(house.store.database(), house.store.time()), URI.create("http://localhost")));
        return new ReportWork(house.store, letters, mail, new ReportWork.Processes() {
            @Override
            public void ensure(TenantId tenant) {
                processes.add("ensure");
            }

            @Override
            public void alertsWait(TenantId tenant) {
                processes.add("alerts");
            }
        });
    }

    private void account(String login, Role role) {
        new Accounts(house.store.database(), house.store.time())
                .put(new Accounts.Account(login, house.tenant, "{bcrypt}x", role, Optional.empty()));
    }

    private UUID reader(String login) {
        return readers.find(house.tenant, login).orElseThrow().id();
    }

    private String send(String login, String key, boolean asked) {
        return work.send(new SendReportRequest(house.tenant.value(), reader(login), key, FROM, UNTIL, asked))
                .outcome();
    }

    private void soldSomething() {
        house.rep("r1");
        house.deal("d1", "r1", 12_000);
    }

    private UUID alert(String about) {
        UUID id = UUID.randomUUID();
        house.store
                .database()
                .doInTenant(
                        house.tenant,
                        t -> t.execute(
                                "insert into product_alert (tenant, id, kind, about, on_day, evidence) values (?, ?, 'TOPIC_RISES', ?, date '2026-03-03', '{\"documentsLately\": 6, \"documentsBefore\": 1}'::jsonb)",
                                house.tenant.value(),
                                id,
                                about));
        return id;
    }

    @Test
    void aProductManagerGetsTheReportWithItsPartsInOneMail() throws Exception {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        soldSomething();

        assertThat(send("pm@example.com", "k1", false)).isEqualTo("delivered");

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getHeader("To")).containsExactly("pm@example.com");
        assertThat(mail.getHeader("List-Unsubscribe")[0]).contains("/a/reports/");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(((MimeMultipart) mail.getContent()).getBodyPart(0).getContentType())
                .startsWith("text/plain");
    }

    @Test
    void aRepeatedAttemptSendsNothing() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        assertThat(send("pm@example.com", "k1", false)).isEqualTo("delivered");
        assertThat(send("pm@example.com", "k1", false)).isEqualTo("sent");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    /** The process dies between the server's 250 and the commit: what SMTP leaves open, with the same Message-ID. */
    @Test
    void anAttemptOfWhichNobodyKnowsIsRepeatedUnderTheSameMessageId() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        List<Mail.Message> sent = new ArrayList<>();
        ReportWork dies = work(message -> {
            sent.add(message);
            throw new IllegalStateException("the process is killed");
        });
        SendReportRequest request =
                new SendReportRequest(house.tenant.value(), reader("pm@example.com"), "k1", FROM, UNTIL, false);
        assertThatThrownBy(() -> dies.send(request)).hasMessageContaining("killed");

        ReportWork lives = work(sent::add);
        assertThat(lives.send(request).outcome()).isEqualTo("delivered");
        assertThat(sent)
                .extracting(Mail.Message::messageId)
                .hasSize(2)
                .containsOnly(sent.getFirst().messageId());
    }

    @Test
    void nothingLeavesTheHouseInShadowModeOrToAForeignDomain() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        account("pm@elsewhere.org", Role.PRODUCT_MANAGER);
        assertThat(send("pm@elsewhere.org", "k1", true)).isEqualTo("recipient-domain");
        house.store.tenants().setMode(house.tenant, Tenants.Mode.SHADOW);
        assertThat(send("pm@example.com", "k2", true)).isEqualTo("shadow");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void whoSwitchedItOffGetsItOnlyWhenItIsAskedFor() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        assertThat(readers.want(house.tenant, reader("pm@example.com"), false)).isTrue();
        assertThat(send("pm@example.com", "k1", false)).isEqualTo("unwanted");
        assertThat(send("pm@example.com", "k2", true)).isEqualTo("delivered");
    }

    @Test
    void managersAndTopManagementGetItWhenTheySwitchItOn() {
        account("boss@example.com", Role.TOP_MANAGEMENT);
        assertThat(work.readers(new ReportReadersRequest(house.tenant.value(), false))
                        .readers())
                .isEmpty();
        assertThat(readers.want(house.tenant, reader("boss@example.com"), true)).isTrue();
        assertThat(work.readers(new ReportReadersRequest(house.tenant.value(), false))
                        .readers())
                .containsExactly(reader("boss@example.com"));
    }

    @Test
    void aLogInThatIsNoAddressHasOneOfItsOwn() {
        account("product", Role.PRODUCT_MANAGER);
        assertThat(send("product", "k1", false)).isEqualTo("no-address");
        readers.address(house.tenant, reader("product"), Optional.of("pm@example.com"));
        assertThat(send("product", "k2", false)).isEqualTo("delivered");
        assertThat(readers.find(house.tenant, "PM@example.com")).isPresent();
    }

    @Test
    void anOrganisationWithoutProductManagerHasNoReport() {
        ReportTimeRequest request = new ReportTimeRequest(house.tenant.value(), Instant.parse("2026-03-03T09:00:00Z"));
        assertThat(work.nextReport(request)).isEqualTo(ReportTime.none());
        assertThat(work.look()).isZero();
        assertThat(processes).isEmpty();

        account("pm@example.com", Role.PRODUCT_MANAGER);
        // Monday, 9 March, 8:00 in Berlin
        assertThat(work.nextReport(request))
                .isEqualTo(new ReportTime(Instant.parse("2026-03-09T07:00:00Z"), FROM, UNTIL));
        assertThat(work.look()).isZero();
        assertThat(processes).containsExactly("ensure");
    }

    @Test
    void anAlertGoesToAReaderOnceWhateverTheKey() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        alert("energy-saving");
        assertThat(work.look()).isEqualTo(1);
        assertThat(processes).containsExactly("alerts");

        UUID pm = reader("pm@example.com");
        assertThat(work.readers(new ReportReadersRequest(house.tenant.value(), true))
                        .readers())
                .containsExactly(pm);
        assertThat(work.sendAlerts(new SendAlertsRequest(house.tenant.value(), pm, "a1"))
                        .outcome())
                .isEqualTo("delivered");
        assertThat(work.sendAlerts(new SendAlertsRequest(house.tenant.value(), pm, "a2"))
                        .outcome())
                .isEqualTo("nothing-left");
        assertThat(work.look()).isZero();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aRefusedMailIsADeadLetterAndIsNotTriedAgain() {
        account("pm@example.com", Role.PRODUCT_MANAGER);
        ReportWork refused = work(message -> {
            throw new Mail.Refused("550 no such mailbox", null);
        });
        SendReportRequest request =
                new SendReportRequest(house.tenant.value(), reader("pm@example.com"), "k1", FROM, UNTIL, false);
        assertThat(refused.send(request).outcome()).isEqualTo("refused");
        assertThat(refused.send(request).outcome()).isEqualTo("dead");
    }

    /** Worked out by hand with a calendar of 2026. */
    @Test
    void theScheduleKnowsItsDays() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant tuesday = Instant.parse("2026-03-03T09:00:00Z");
        ReportSchedule monthly = new ReportSchedule(ReportSchedule.Every.MONTHLY, java.time.DayOfWeek.MONDAY, 8);
        assertThat(monthly.next(berlin, tuesday))
                .hasValue(new ReportSchedule.Issue(
                        Instant.parse("2026-04-06T06:00:00Z"),
                        LocalDate.parse("2026-03-01"),
                        LocalDate.parse("2026-04-01")));
        assertThat(new ReportSchedule(ReportSchedule.Every.OFF, java.time.DayOfWeek.MONDAY, 8).next(berlin, tuesday))
                .isEmpty();
        // the moment itself is past: the next one is a week later
        assertThat(ReportSchedule.standard().next(berlin, Instant.parse("2026-03-09T07:00:00Z")))
                .map(ReportSchedule.Issue::from)
                .hasValue(UNTIL);
    }

    @Test
    void picturesTravelWithTheHtmlThatShowsThem() throws Exception {
        Mail mail = new SmtpMail(
                SmtpSettings.plain("localhost", server.getSmtp().getPort(), "nba@example.com"), InstantSource.system());
        mail.send(new Mail.Message(
                "id@nba.example.com",
                "nba@example.com",
                "pm@example.com",
                "Report",
                "<img src=\"cid:taken-up\">",
                "words",
                java.util.Map.of(),
                List.of(new Mail.Picture("taken-up", new byte[] {1, 2, 3}))));

        MimeMultipart parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("multipart/related");
        MimeMultipart related = (MimeMultipart) parts.getBodyPart(1).getContent();
        assertThat(related.getBodyPart(0).getContentType()).startsWith("text/html");
        BodyPart picture = related.getBodyPart(1);
        assertThat(picture.getHeader("Content-ID")).containsExactly("<taken-up>");
        assertThat(picture.getDisposition()).isEqualTo("inline");
        assertThat(picture.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    }
}
