package nextbest.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");

    @TempDir
    Path folder;

    private DataFolder data;
    private Mailbox mailbox;

    @BeforeEach
    void open() {
        data = DataFolder.claim(folder);
        mailbox = Mailbox.start(data, 0, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        mailbox.close();
        data.close();
    }

    @Test
    void keepsWhatARealClientSendsAndListsItWithDecodedHeaders() throws Exception {
        send("<card-7@nextbest>", "Nächster Schritt: Müller & Söhne", "card-7");

        ReceivedMail mail = mailbox.find(1).orElseThrow();
        assertThat(mail.subject()).isEqualTo("Nächster Schritt: Müller & Söhne");
        assertThat(mail.sender()).isEqualTo("nextbest@example.org");
        assertThat(mail.recipients()).containsExactly("rep@example.org");
        assertThat(mail.from()).isEqualTo("nextbest@example.org");
        assertThat(mail.to()).isEqualTo("Ada <rep@example.org>");
        assertThat(mail.messageId()).contains("<card-7@nextbest>");
        assertThat(mail.cardId()).contains("card-7");
        assertThat(mail.receivedAt()).isEqualTo(NOW);
        MimeMessage raw = new MimeMessage(null, new ByteArrayInputStream(mailbox.raw(mail)));
        assertThat(raw.getContent().toString()).contains("Call her before noon.");
        assertThat(Files.size(mailbox.file(mail))).isEqualTo(mail.bytes());
    }

    @Test
    void everythingIsThereAgainAfterARestartOnTheSamePort() throws Exception {
        send("<a@nextbest>", "first", "a");
        send("<b@nextbest>", "second", "b");
        List<ReceivedMail> before = mailbox.all();
        int port = mailbox.port();
        mailbox.close();

        mailbox = Mailbox.start(data, 0, InstantSource.fixed(NOW.plusSeconds(60)));
        assertThat(mailbox.port()).isEqualTo(port);
        assertThat(mailbox.all()).isEqualTo(before);
        send("<c@nextbest>", "third", "c");
        assertThat(mailbox.after(2)).extracting(ReceivedMail::subject).containsExactly("third");
        assertThat(mailbox.find(4)).isEmpty();
    }

    @Test
    void aMessageWhoseIndexLineACrashToreIsListedAgain() throws Exception {
        send("<a@nextbest>", "first", "a");
        send("<b@nextbest>", "second", "b");
        mailbox.close();
        Path index = folder.resolve("mailbox/index.jsonl");
        String whole = Files.readString(index);
        Files.writeString(index, whole.substring(0, whole.length() - 20), StandardOpenOption.TRUNCATE_EXISTING);

        mailbox = Mailbox.start(data, 0, InstantSource.fixed(NOW));
        assertThat(mailbox.all())
                .extracting(ReceivedMail::messageId)
                .containsExactly(Optional.of("<a@nextbest>"), Optional.of("<b@nextbest>"));
        assertThat(Files.readAllLines(index)).hasSize(2);
    }

    @Test
    void aConnectionCutBeforeStoringLeavesNothingAndTheRepeatArrivesOnce() throws Exception {
        mailbox.misbehave(new Misbehaviour.DropBeforeStoring());
        assertThatThrownBy(() -> send("<a@nextbest>", "cut", "a")).isInstanceOf(MessagingException.class);
        assertThat(mailbox.all()).isEmpty();
        send("<a@nextbest>", "cut", "a");
        assertThat(mailbox.all()).hasSize(1);
    }

    @Test
    void aConnectionCutBetweenStoringAndTheReplyMakesTheRepeatASecondCopyWithTheSameMessageId() throws Exception {
        mailbox.misbehave(new Misbehaviour.DropBeforeReply());
        assertThatThrownBy(() -> send("<a@nextbest>", "cut", "a")).isInstanceOf(MessagingException.class);
        send("<a@nextbest>", "cut", "a");
        assertThat(mailbox.all())
                .hasSize(2)
                .extracting(ReceivedMail::messageId)
                .containsOnly(Optional.of("<a@nextbest>"));
    }

    @Test
    void aConnectionCutAfterTheReplyIsASuccessForTheClient() throws Exception {
        mailbox.misbehave(new Misbehaviour.DropAfterReply());
        send("<a@nextbest>", "cut", "a");
        assertThat(mailbox.all()).hasSize(1);
    }

    @Test
    void aSlowReplyRunsIntoTheClientsTimeoutAlthoughTheMessageIsThere() throws Exception {
        mailbox.misbehave(new Misbehaviour.SlowReply(Duration.ofSeconds(3)));
        assertThatThrownBy(() -> send("<a@nextbest>", "slow", "a")).isInstanceOf(MessagingException.class);
        assertThat(mailbox.await(mail -> mail.subject().equals("slow"), Duration.ofSeconds(5)))
                .isPresent();
    }

    @Test
    void refusalsReachTheClientWithTheirCodeAndStoreNothing() throws Exception {
        mailbox.misbehave(new Misbehaviour.Refuse(451, "Try again later"), new Misbehaviour.Refuse(554, "No thanks"));
        assertThatThrownBy(() -> send("<a@nextbest>", "refused", "a")).hasMessageContaining("451 Try again later");
        assertThatThrownBy(() -> send("<a@nextbest>", "refused", "a")).hasMessageContaining("554 No thanks");
        assertThat(mailbox.all()).isEmpty();
        send("<a@nextbest>", "accepted", "a");
        assertThat(mailbox.all()).hasSize(1);
        assertThatThrownBy(() -> new Misbehaviour.Refuse(250, "fine")).hasMessageContaining("400 to 599");
    }

    @Test
    void aMessageOverTheLimitIsRefusedAndTheNextOneGoesThrough() throws Exception {
        assertThatThrownBy(() -> send("<a@nextbest>", "big", "a", "x".repeat(2 * Mailbox.LARGEST_MESSAGE)))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("552");
        assertThat(mailbox.all()).isEmpty();
        send("<b@nextbest>", "small", "b");
        assertThat(mailbox.all()).hasSize(1);
    }

    @Test
    void awaitGivesUpAfterItsPatienceWhenNothingComes() throws Exception {
        assertThat(mailbox.await(mail -> true, Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(mailbox.host()).isEqualTo("127.0.0.1");
        assertThat(Ports.isFree(mailbox.port())).isFalse();
    }

    private void send(String messageId, String subject, String card) throws MessagingException {
        send(messageId, subject, card, "Call her before noon.");
    }

    private void send(String messageId, String subject, String card, String text) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", mailbox.host());
        properties.setProperty("mail.smtp.port", Integer.toString(mailbox.port()));
        properties.setProperty("mail.smtp.timeout", "2000");
        // Otherwise the client rewrites the Message-ID when it saves the message.
        MimeMessage message = new MimeMessage(Session.getInstance(properties)) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId);
            }
        };
        message.setFrom(new InternetAddress("nextbest@example.org"));
        message.setRecipients(Message.RecipientType.TO, "Ada <rep@example.org>");
        message.setSubject(subject, "UTF-8");
        message.setHeader(Mailbox.CARD_HEADER, card);
        message.setText(text, "UTF-8");
        Transport.send(message);
    }
}
