package nextbest.standalone.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A real SMTP server on loopback, in this process, that keeps every message it accepts and delivers
 * none: what the demo's mail goes to, and what tests look into.
 *
 * <p>A message is answered with 250 only when it lies on the disk, as {@code mailbox/<id>.eml} and as a
 * line of {@code mailbox/index.jsonl}. Nothing is ever deleted or merged: a message that is sent
 * twice is there twice, because that is what a person would find. Bounds: 10 MB a message, 100
 * recipients, 50 connections, one minute of silence.
 */
public final class Mailbox implements AutoCloseable {

    /** The header by which a message names the card it shows. */
    public static final String CARD_HEADER = "X-Nextbest-Card";

    /** The largest message that is accepted, in bytes; a larger one is refused with 552. */
    public static final int LARGEST_MESSAGE = 10_000_000;

    private static final String HOST = "127.0.0.1";
    private static final int MOST_RECIPIENTS = 100;
    private static final int MOST_CONNECTIONS = 50;
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final MailStore store;
    private final List<ReceivedMail> mails;
    private final InstantSource clock;
    private final SMTPServer server;
    private final Deque<Misbehaviour> misbehaviours = new ArrayDeque<>();

    private Mailbox(MailStore store, InstantSource clock, int port) {
        this.store = store;
        this.mails = store.load();
        this.clock = clock;
        this.server = SMTPServer.port(port)
                .bindAddress(InetAddress.ofLiteral(HOST))
                .hostName("localhost")
                .softwareName("nextbest mailbox")
                .maxMessageSize(LARGEST_MESSAGE)
                .maxRecipients(MOST_RECIPIENTS)
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeoutMs((int) SILENCE.toMillis())
                .insertReceivedHeaders(false)
                .messageHandlerFactory(context -> new MailboxSession(this, context))
                .build();
    }

    /**
     * Opens the mailbox of a data folder with everything it received before, and starts to listen.
     *
     * @param data the claimed folder
     * @param port 1 to 65535, or 0 for the port of the last start or else a free one
     * @param clock tells when a message arrived: the business clock, so that a mailbox page and the cards agree
     */
    public static Mailbox start(DataFolder data, int port, InstantSource clock) {
        Objects.requireNonNull(clock, "clock");
        Mailbox mailbox = new Mailbox(
                new MailStore(data.room("mailbox")), clock, Ports.of(data).port("smtp", port));
        mailbox.server.start();
        return mailbox;
    }

    /** Where it listens: always this machine. */
    public String host() {
        return HOST;
    }

    /** The port on which it listens. */
    public int port() {
        return server.getPortAllocated();
    }

    /** Everything that was received, the oldest first. */
    public List<ReceivedMail> all() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }

    /**
     * What was received after a given message, the oldest first.
     *
     * @param id the last message that is known already, or 0
     */
    public List<ReceivedMail> after(long id) {
        synchronized (mails) {
            int from = Collections.binarySearch(
                    mails.stream().map(ReceivedMail::id).toList(), id + 1);
            return List.copyOf(mails.subList(from >= 0 ? from : -from - 1, mails.size()));
        }
    }

    /** The message of this number. */
    public Optional<ReceivedMail> find(long id) {
        return after(id - 1).stream().findFirst().filter(mail -> mail.id() == id);
    }

    /**
     * A message as it came over the wire, headers and all.
     *
     * @throws PartException when its file is gone
     */
    public byte[] raw(ReceivedMail mail) {
        return store.read(mail);
    }

    /** The file of a message, for a mail program that a person opens it with. */
    public Path file(ReceivedMail mail) {
        return store.file(mail);
    }

    /**
     * Waits for a message.
     *
     * @param wanted is asked about every message, those that are there already included
     * @param patience how long to wait
     * @return the first that fits, or empty when none came in time
     */
    public Optional<ReceivedMail> await(Predicate<ReceivedMail> wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (mails) {
            while (true) {
                Optional<ReceivedMail> found = mails.stream().filter(wanted).findFirst();
                long left = end - System.nanoTime();
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                mails.wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            }
        }
    }

    /** Lets the next messages go wrong, one each, in this order; after them all is well again. */
    public void misbehave(Misbehaviour... next) {
        synchronized (misbehaviours) {
            misbehaviours.addAll(List.of(next));
        }
    }

    /** Stops listening; connections in the middle of a message are cut. What was received stays. */
    @Override
    public void close() {
        server.stop();
    }

    // ------------------------------------------------------------------ for the session

    Optional<Misbehaviour> nextMisbehaviour() {
        synchronized (misbehaviours) {
            return Optional.ofNullable(misbehaviours.poll());
        }
    }

    /** Stores a message; when this returns, it is on the disk and listed. */
    void store(String sender, List<String> recipients, byte[] message) throws IOException {
        synchronized (mails) {
            long id = mails.isEmpty() ? 1 : mails.getLast().id() + 1;
            mails.add(store.add(id, sender, new ArrayList<>(recipients), clock.instant(), message));
            mails.notifyAll();
        }
    }
}
