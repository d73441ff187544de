package nextbest.activities.mailbox;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import nextbest.identity.TenantId;
import nextbest.store.mailbox.InboundMails;
import nextbest.store.mailbox.InboundMails.Entry;
import nextbest.store.mailbox.InboundMails.Kind;
import nextbest.store.mailbox.InboundMails.Outcome;
import nextbest.store.tenant.Tenants;
import nextbest.workflows.mailbox.MailboxActivities;
import nextbest.workflows.mailbox.MailsRead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a mailbox over IMAP, the oldest message first, each exactly once: the server's numbers say what is new (UIDVALIDITY and UID,
 * RFC 3501), and the Message-ID what came before under another number. The mailbox is opened for reading only. A message that
 * cannot be read is noted with the reason, and the next one is read.
 */
public final class MailboxWork implements MailboxActivities {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxWork.class);

    /** How many messages one look reads. */
    static final int AT_ONCE = 50;

    private final MailboxSettings settings;
    private final nextbest.store.Store store;
    private final InboundMails mails;
    private final MailSorting sorting;
    private final Runnable alive;

    public MailboxWork(MailboxSettings settings, nextbest.store.Store store) {
        this(settings, store, () -> Activity.getExecutionContext().heartbeat(null));
    }

    /** @param alive is called after every message */
    MailboxWork(MailboxSettings settings, nextbest.store.Store store, Runnable alive) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.store = Objects.requireNonNull(store, "store");
        this.mails = new InboundMails(store.database(), store.time());
        this.sorting = new MailSorting(store, mails);
        this.alive = Objects.requireNonNull(alive, "alive");
    }

    @Override
    public MailsRead read() {
        TenantId tenant = store.tenants().all().stream()
                .filter(t -> t.key().equals(settings.organisation()))
                .map(Tenants.Tenant::id)
                .findFirst()
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "there is no organisation '" + settings.organisation()
                                + "': nextbest.mailbox.organisation must be the key of one",
                        "Organisation"));
        try (Store server = connected()) {
            Folder folder = server.getFolder(settings.folder());
            if (!folder.exists()) {
                throw ApplicationFailure.newNonRetryableFailure(
                        "the mailbox has no folder '" + settings.folder() + "' (nextbest.mailbox.folder)", "Folder");
            }
            folder.open(Folder.READ_ONLY);
            try {
                return read(tenant, folder);
            } finally {
                folder.close(false);
            }
        } catch (AuthenticationFailedException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the mail server refused the log-in of " + settings.user()
                            + " (nextbest.mailbox.user and password)",
                    "LogIn");
        } catch (MessagingException e) {
            // the server's words may hold what a mail says: they stay out of the history
            throw ApplicationFailure.newFailure(
                    "the mail server " + settings.host() + ":" + settings.port() + " does not answer as it should: "
                            + e.getClass().getSimpleName(),
                    "Server");
        }
    }

    private MailsRead read(TenantId tenant, Folder folder) throws MessagingException {
        UIDFolder numbers = (UIDFolder) folder;
        long validity = numbers.getUIDValidity();
        long last = mails.last(tenant, settings.name(), validity);
        // LASTUID gives the last message also where the range is empty
        Message[] found = numbers.getMessagesByUID(last + 1, UIDFolder.LASTUID);
        FetchProfile sizes = new FetchProfile();
        sizes.add(UIDFolder.FetchProfileItem.UID);
        sizes.add(FetchProfile.Item.SIZE);
        int most = Math.min(found.length, AT_ONCE);
        Message[] next = java.util.Arrays.copyOf(found, most);
        folder.fetch(next, sizes);
        int read = 0;
        for (Message message : next) {
            long uid = numbers.getUID(message);
            if (uid > last) {
                one(tenant, validity, uid, (MimeMessage) message);
                read++;
            }
            alive.run();
        }
        return new MailsRead(read, found.length > most);
    }

    private void one(TenantId tenant, long validity, long uid, MimeMessage message) throws MessagingException {
        long size = Math.max(0, message.getSize());
        Entry entry = entry(
                validity,
                uid,
                size,
                "uid-" + validity + "-" + uid,
                Kind.UNREADABLE,
                Outcome.REFUSED,
                "",
                Optional.empty());
        if (size > settings.largest()) {
            mails.note(tenant, with(entry, "too-large bytes=" + size + " most=" + settings.largest()));
            return;
        }
        try {
            ReadMail mail = MailReader.read(message);
            if (mails.isKnown(tenant, mail.messageId())) {
                mails.note(
                        tenant,
                        entry(
                                validity,
                                uid,
                                size,
                                mail.messageId(),
                                mail.kind(),
                                Outcome.REPEATED,
                                "known",
                                Optional.empty()));
                return;
            }
            MailSorting.Sorted sorted = sorting.sort(tenant, mail);
            mails.note(
                    tenant,
                    entry(
                            validity,
                            uid,
                            size,
                            mail.messageId(),
                            mail.kind(),
                            sorted.outcome(),
                            reason(sorted.reason(), mail),
                            sorted.subject()));
        } catch (IOException | MessagingException e) {
            if (!folderIsOpen(message)) {
                throw e instanceof MessagingException lost ? lost : new MessagingException("connection lost");
            }
            LOG.info(
                    "message {} of the mailbox could not be read: {}",
                    uid,
                    e.getClass().getSimpleName());
            mails.note(tenant, with(entry, "broken " + e.getClass().getSimpleName()));
        }
    }

    private static boolean folderIsOpen(Message message) {
        return message.getFolder() == null || message.getFolder().isOpen();
    }

    private static String reason(String reason, ReadMail mail) {
        return mail.oddities().isEmpty() ? reason : reason + " repaired=" + String.join(",", mail.oddities());
    }

    private Entry entry(
            long validity,
            long uid,
            long size,
            String messageId,
            Kind kind,
            Outcome outcome,
            String reason,
            Optional<java.util.UUID> subject) {
        return new Entry(settings.name(), validity, uid, messageId, kind, outcome, reason, subject, size);
    }

    private static Entry with(Entry e, String reason) {
        return new Entry(
                e.mailbox(),
                e.validity(),
                e.uid(),
                e.messageId(),
                e.kind(),
                e.outcome(),
                reason,
                e.subject(),
                e.size());
    }

    private Store connected() throws MessagingException {
        String protocol = settings.protocol();
        Properties properties = new Properties();
        properties.put("mail.store.protocol", protocol);
        String prefix = "mail." + protocol + ".";
        properties.put(prefix + "connectiontimeout", "10000");
        properties.put(prefix + "timeout", "30000");
        properties.put(prefix + "writetimeout", "30000");
        properties.put(prefix + "peek", "true");
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (settings.tls() == MailboxSettings.Tls.STARTTLS) {
            properties.put(prefix + "starttls.enable", "true");
            properties.put(prefix + "starttls.required", "true");
        }
        Store server = Session.getInstance(properties).getStore(protocol);
        server.connect(settings.host(), settings.port(), settings.user(), settings.password());
        return server;
    }
}
