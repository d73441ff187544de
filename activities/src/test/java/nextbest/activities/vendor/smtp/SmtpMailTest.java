package nextbest.activities.vendor.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import nextbest.activities.port.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    private static final String SECRET_BODY = "the body that nobody else may read";

    private static Mail.Message message() {
        return message("ana@example.com", Map.of("X-Nextbest-Card", "c1, c2", "Auto-Submitted", "auto-generated"));
    }

    private static Mail.Message message(String to, Map<String, String> headers) {
        return new Mail.Message(
                "0190-id@nba.example.com",
                "nextbest <nba@example.com>",
                to,
                "Geschäft: Σ & 日本 🎯",
                "<p>" + SECRET_BODY + " – größer 🎯</p>",
                SECRET_BODY + " – größer 🎯\n.\nafter a line with one dot",
                headers);
    }

    private static SmtpMail mail(int port) {
        return mail(SmtpSettings.plain("localhost", port, "bounces@example.com"));
    }

    private static SmtpMail mail(SmtpSettings settings) {
        return new SmtpMail(settings, InstantSource.fixed(NOW));
    }

    @Nested
    class AtARealServer {
        private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

        @BeforeEach
        void start() {
            server.start();
        }

        @AfterEach
        void stop() {
            server.stop();
        }

        @Test
        void htmlAndTextArriveAsAlternativesWithEveryCharacter() throws Exception {
            mail(server.getSmtp().getPort()).send(message());

            MimeMessage arrived = arrived();
            assertThat(arrived.getSubject()).isEqualTo("Geschäft: Σ & 日本 🎯");
            assertThat(arrived.getContentType()).startsWith("multipart/alternative");
            MimeMultipart parts = (MimeMultipart) arrived.getContent();
            // the best form comes last (RFC 2046, 5.1.4)
            assertThat(content(parts.getBodyPart(0), "text/plain"))
                    .isEqualTo(SECRET_BODY + " – größer 🎯\n.\nafter a line with one dot");
            assertThat(content(parts.getBodyPart(1), "text/html")).isEqualTo("<p>" + SECRET_BODY + " – größer 🎯</p>");
        }

        @Test
        void messageIdDateAndHeadersArriveAsGiven() throws Exception {
            mail(server.getSmtp().getPort()).send(message());

            MimeMessage arrived = arrived();
            assertThat(arrived.getHeader("Message-ID")).containsExactly("<0190-id@nba.example.com>");
            assertThat(arrived.getSentDate()).isEqualTo(Date.from(NOW));
            assertThat(arrived.getHeader("X-Nextbest-Card")).containsExactly("c1, c2");
            assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(arrived.getHeader("From")).containsExactly("nextbest <nba@example.com>");
            assertThat(arrived.getHeader("Return-Path")).containsExactly("<bounces@example.com>");
        }

        @Test
        void everyAttemptCarriesTheSameMessageId() throws Exception {
            SmtpMail mail = mail(server.getSmtp().getPort());
            mail.send(message());
            mail.send(message());

            assertThat(server.getReceivedMessages())
                    .hasSize(2)
                    .allSatisfy(arrived ->
                            assertThat(arrived.getHeader("Message-ID")).containsExactly("<0190-id@nba.example.com>"));
        }

        @Test
        void aLogInIsUsed() throws Exception {
            server.setUser("ana@example.com", "ana", "open sesame");
            SmtpSettings settings = new SmtpSettings(
                    "localhost",
                    server.getSmtp().getPort(),
                    "ana",
                    "open sesame",
                    SmtpSettings.Tls.NONE,
                    "bounces@example.com",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

            mail(settings).send(message());

            assertThat(server.getReceivedMessages()).hasSize(1);
        }

        @Test
        void aLogInThatIsNotAcceptedMayBeMended() {
            server.setUser("ana@example.com", "ana", "open sesame");
            SmtpSettings settings = new SmtpSettings(
                    "localhost",
                    server.getSmtp().getPort(),
                    "ana",
                    "wrong-password",
                    SmtpSettings.Tls.NONE,
                    "bounces@example.com",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

            assertThatThrownBy(() -> mail(settings).send(message()))
                    .isInstanceOf(Mail.Unavailable.class)
                    .hasMessageContaining("did not accept the log-in of user 'ana'")
                    .hasMessageNotContaining("wrong-password");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bcc", "to", "From", "Message-ID", "Content-Type", "X-A: b\nBcc", "X A", "Größe", ""})
        void headersThatWouldChangeTheMailAreRejected(String name) {
            assertThatThrownBy(() -> mail(server.getSmtp().getPort())
                            .send(message("ana@example.com", Map.of(name, "eve@example.com"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ana@example.com, eve@example.com",
                    "ana@example.com\r\nBcc: eve@example.com",
                    "ana@example.com>\r\nRCPT TO:<eve@example.com",
                    "ana",
                    "anä@example.com",
                    ""
                })
        void whatIsNotOneAddressIsRefused(String to) {
            Throwable thrown =
                    catchThrowable(() -> mail(server.getSmtp().getPort()).send(message(to, Map.of())));

            assertThat(thrown).isInstanceOf(Mail.Refused.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        }

        @Test
        void aDomainInAnotherScriptIsWrittenInAscii() throws Exception {
            mail(server.getSmtp().getPort()).send(message("ana@bücher.example", Map.of()));

            // RFC 3492: the punycode form of bücher
            assertThat(arrived().getHeader("To")).containsExactly("ana@xn--bcher-kva.example");
        }

        @Test
        void aValueInAnotherScriptIsEncoded() throws Exception {
            mail(server.getSmtp().getPort()).send(message("ana@example.com", Map.of("X-Name", "Größe")));

            assertThat(GreenMailUtil.getHeaders(arrived())).contains("X-Name: =?UTF-8?");
        }

        private MimeMessage arrived() {
            return server.getReceivedMessages()[0];
        }

        private static String content(BodyPart part, String type) throws Exception {
            assertThat(part.getContentType().toLowerCase(java.util.Locale.ROOT))
                    .startsWith(type)
                    .contains("charset=utf-8");
            return part.getContent().toString().replace("\r\n", "\n");
        }
    }

    @Nested
    class AtAServerThatSaysNo {
        private ScriptedServer server;

        @BeforeEach
        void start() throws IOException {
            server = new ScriptedServer();
        }

        @AfterEach
        void stop() throws IOException {
            server.close();
        }

        @ParameterizedTest
        @CsvSource({
            "MAIL, 550",
            "MAIL, 501",
            "RCPT, 550",
            "RCPT, 551",
            "RCPT, 553",
            "RCPT, 521",
            "DATA, 554",
            "., 552",
            "., 554"
        })
        void aNoForGoodIsRefused(String command, int code) {
            server.on(command, code + " 5.1.1 <ana@example.com> not here");

            assertThat(thrown())
                    .isInstanceOf(Mail.Refused.class)
                    .hasMessageContaining("localhost:" + server.port())
                    .hasMessageContaining(code + " 5.1.1 <recipient> not here");
            assertQuiet(thrown());
        }

        @ParameterizedTest
        @CsvSource({"MAIL, 451", "RCPT, 450", "RCPT, 452", "DATA, 421", "., 451", "., 421"})
        void aLaterIsUnavailable(String command, int code) {
            server.on(command, code + " 4.2.0 ana@example.com is greylisted");

            assertThat(thrown())
                    .isInstanceOf(Mail.Unavailable.class)
                    .hasMessageContaining("localhost:" + server.port())
                    .hasMessageContaining(code + " 4.2.0 <recipient> is greylisted")
                    .hasMessageNotContaining("not known");
            assertQuiet(thrown());
        }

        @ParameterizedTest
        @CsvSource({"MAIL, 530", "RCPT, 530", "CONNECT, 554", "EHLO, 554"})
        void whatIsNotAboutTheMailMayBeMended(String command, int code) {
            server.on(command, code + " authentication required").on("HELO", "554 no");

            assertThat(thrown()).isInstanceOf(Mail.Unavailable.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA"})
        void aCutBeforeTheDataIsUnavailable(String command) {
            server.on(command, ScriptedServer.CUT).on("HELO", ScriptedServer.CUT);

            assertThat(thrown())
                    .isInstanceOf(Mail.Unavailable.class)
                    .hasMessageContaining("localhost:" + server.port())
                    .hasMessageNotContaining("not known");
        }

        @ParameterizedTest
        @ValueSource(strings = {ScriptedServer.CUT, ScriptedServer.SILENCE})
        void nothingAfterTheDataIsNotKnown(String end) {
            server.on(".", end);

            assertThat(thrown())
                    .isInstanceOf(Mail.Unavailable.class)
                    .hasMessageContaining("not known")
                    .hasMessageContaining("localhost:" + server.port());
            assertThat(server.heard()).anyMatch(line -> line.contains("Message-ID: <0190-id@nba.example.com>"));
            assertQuiet(thrown());
        }

        @Test
        void aCutAtTheGoodByeIsAsGoodAsAGoodBye() {
            server.on("QUIT", ScriptedServer.CUT);

            assertThatCode(() -> impatient().send(message())).doesNotThrowAnyException();
        }

        @Test
        void aServerWithoutEncryptionIsNotUsedWhereEncryptionIsAskedFor() {
            SmtpSettings settings = new SmtpSettings(
                    "localhost",
                    server.port(),
                    "",
                    "",
                    SmtpSettings.Tls.STARTTLS,
                    "bounces@example.com",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

            assertThatThrownBy(() -> mail(settings).send(message())).isInstanceOf(Mail.Unavailable.class);
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
        }

        @Test
        void aServerThatIsNotThereIsUnavailable() throws IOException {
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = probe.getLocalPort();
            }

            assertThatThrownBy(() -> mail(free).send(message()))
                    .isInstanceOf(Mail.Unavailable.class)
                    .hasMessageContaining("localhost:" + free)
                    .hasMessageContaining("Connect");
        }

        private Throwable thrown() {
            return catchThrowable(() -> impatient().send(message()));
        }

        private SmtpMail impatient() {
            return mail(new SmtpSettings(
                    "localhost",
                    server.port(),
                    "",
                    "",
                    SmtpSettings.Tls.NONE,
                    "bounces@example.com",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(5)));
        }

        /** Nothing personal in what goes into logs and histories, causes included. */
        private static void assertQuiet(Throwable thrown) {
            for (Throwable next = thrown; next != null; next = next.getCause()) {
                assertThat(String.valueOf(next.getMessage())).doesNotContain(SECRET_BODY, "ana@example.com");
            }
        }
    }

    @Nested
    class Settings {
        @Test
        void aPasswordIsMasked() {
            SmtpSettings settings = new SmtpSettings(
                    "mail.example.com",
                    587,
                    "ana",
                    "open sesame",
                    SmtpSettings.Tls.STARTTLS,
                    "nba@example.com",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

            assertThat(settings.toString())
                    .contains("mail.example.com", "587", "ana", "password=***", "starttls")
                    .doesNotContain("sesame");
        }

        @Test
        void everythingThatIsWrongIsSaidAtOnce() {
            assertThatThrownBy(() -> new SmtpSettings(
                            "mail example",
                            70_000,
                            "ana",
                            "",
                            SmtpSettings.Tls.NONE,
                            "nobody",
                            Duration.ZERO,
                            Duration.ofHours(1),
                            Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .contains(List.of(
                            "host must be",
                            "port must be 1 to 65535, but is 70000",
                            "password is empty",
                            "from must be one e-mail address, but is 'nobody'",
                            "connect-timeout must be 1 ms to 10 minutes, but is PT0S",
                            "read-timeout",
                            "write-timeout"));
        }

        @Test
        void aPasswordDoesNotLeaveTheMachineInTheClear() {
            assertThatThrownBy(() -> new SmtpSettings(
                            "mail.example.com",
                            25,
                            "ana",
                            "open sesame",
                            SmtpSettings.Tls.NONE,
                            "nba@example.com",
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tls must be starttls or tls")
                    .hasMessageNotContaining("sesame");
        }
    }
}
