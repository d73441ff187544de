package nextbest.activities.vendor.smtp;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import nextbest.activities.port.Mail;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/**
 * Sorts what went wrong by what the caller does next. What it says holds the server, the code and the server's words, and
 * neither the mail, nor the recipient, nor the password: it ends in logs and histories. For the same reason only an I/O error
 * is kept as cause; those of the mail library quote addresses.
 */
final class Failure {
    /** Replies about our log-in or encryption and not about the mail (RFC 4954, section 6): an operator can mend them. */
    private static final Set<Integer> ABOUT_LOGIN = Set.of(530, 534, 535, 538);

    private static final int MOST_WORDS = 300;

    private final SmtpSettings settings;
    private final String recipient;
    private final boolean written;

    /** @param written whether the server got all of the mail */
    Failure(SmtpSettings settings, String recipient, boolean written) {
        this.settings = settings;
        this.recipient = recipient;
        this.written = written;
    }

    /** A reply of the server to a command that hands over the mail. */
    private record Reply(int code, String words) {}

    /** Returns if the mail was sent all the same. */
    void sort(MailException failure) throws Mail.Refused {
        if (failure instanceof MailSendException send
                && send.getFailedMessages().isEmpty()) {
            // the sender reports no failed mail: the server had taken it, and only the good-bye went wrong
            return;
        }
        Throwable first = failure instanceof MailSendException send && send.getMessageExceptions().length > 0
                ? send.getMessageExceptions()[0]
                : failure.getCause();
        Optional<Reply> reply = reply(first);
        if (reply.isPresent()) {
            int code = reply.get().code();
            String said = settings.where() + " said " + code + " " + reply.get().words();
            if (code >= 500 && !ABOUT_LOGIN.contains(code)) {
                throw new Mail.Refused(said, null);
            }
            throw new Mail.Unavailable(said, null);
        }
        String what = failure instanceof MailAuthenticationException
                ? " did not accept the log-in of user '" + settings.user() + "': "
                : written
                        ? " got the whole mail and did not say that it took it; it is not known whether it did: "
                        : " could not be reached or broke off before it had the mail: ";
        throw new Mail.Unavailable(settings.where() + what + words(first), ioError(first));
    }

    /** The first reply of 400 to 599 in a chain of exceptions; the library links them in two ways. */
    private static Optional<Reply> replyIn(Throwable start) {
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(start);
        for (int seen = 0; !open.isEmpty() && seen < 20; seen++) {
            Throwable next = open.removeFirst();
            Reply reply = switch (next) {
                case SMTPAddressFailedException e -> new Reply(e.getReturnCode(), e.getMessage());
                case SMTPSenderFailedException e -> new Reply(e.getReturnCode(), e.getMessage());
                case SMTPSendFailedException e -> new Reply(e.getReturnCode(), e.getMessage());
                default -> new Reply(0, "");
            };
            if (reply.code() >= 400 && reply.code() <= 599) {
                return Optional.of(reply);
            }
            if (next instanceof MessagingException e && e.getNextException() != null) {
                open.add(e.getNextException());
            }
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
        }
        return Optional.empty();
    }

    private Optional<Reply> reply(Throwable first) {
        return replyIn(first).map(reply -> {
            String words = clean(String.valueOf(reply.words()));
            String code = String.valueOf(reply.code());
            return new Reply(
                    reply.code(),
                    words.startsWith(code) ? words.substring(code.length()).strip() : words);
        });
    }

    private String words(Throwable first) {
        Throwable deepest = ioError(first);
        return clean(deepest == null ? String.valueOf(first.getMessage()) : deepest.toString());
    }

    private static Throwable ioError(Throwable first) {
        Throwable next = first;
        for (int seen = 0; next != null && seen < 20; seen++) {
            if (next instanceof IOException) {
                return next;
            }
            next = next instanceof MessagingException e && e.getNextException() != null
                    ? e.getNextException()
                    : next.getCause();
        }
        return null;
    }

    private String clean(String words) {
        String clean = words.replaceAll("\\p{Cntrl}+", " ").strip();
        if (!settings.password().isEmpty()) {
            clean = clean.replace(settings.password(), "***");
        }
        clean = clean.replace("<" + recipient + ">", "<recipient>").replace(recipient, "<recipient>");
        return clean.length() > MOST_WORDS ? clean.substring(0, MOST_WORDS) + "…" : clean;
    }
}
