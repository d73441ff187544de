package nextbest.activities.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mailbox that is read: settings {@code nextbest.mailbox.*}, or {@code NEXTBEST_MAILBOX_*} in the environment. Without a host no
 * mailbox is read. An unknown key is an error at start, and so is a password that would travel in the clear.
 *
 * @param host name or address of the IMAP server
 * @param port 1 to 65535; 993 for {@code tls}, 143 otherwise
 * @param user log-in name
 * @param password of the user
 * @param tls {@code tls}, {@code starttls} or, on this machine only, {@code none}
 * @param folder what is read, and only read: nothing is marked, moved or deleted
 * @param organisation key of the organisation whose mailbox it is
 * @param largest a message of more bytes is not fetched
 */
public record MailboxSettings(
        String host,
        int port,
        String user,
        String password,
        Tls tls,
        String folder,
        String organisation,
        long largest) {
    private static final String PREFIX = "nextbest.mailbox.";
    private static final Set<String> KEYS =
            Set.of("host", "port", "user", "password", "tls", "folder", "organisation", "largest-bytes");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    /** The most that one message may have unless it is said otherwise. */
    public static final long LARGEST = 10_000_000;

    /** How the connection is encrypted. */
    public enum Tls {
        NONE,
        STARTTLS,
        TLS
    }

    public MailboxSettings {
        List<String> wrong = new ArrayList<>();
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
            wrong.add("host must be a name or an address without spaces, but is '" + host + "'");
        }
        if (port < 1 || port > 65_535) {
            wrong.add("port must be 1 to 65535, but is " + port);
        }
        if (user.isEmpty() || password.isEmpty()) {
            wrong.add("user and password must be given, but " + (user.isEmpty() ? "user" : "password") + " is empty");
        }
        if (tls == Tls.NONE && !THIS_MACHINE.contains(host)) {
            wrong.add("tls must be starttls or tls where a password goes to another machine, but is none");
        }
        if (folder.isBlank()) {
            wrong.add("folder must be the name of a folder, but is empty");
        }
        if (organisation.isBlank()) {
            wrong.add("organisation must be the key of an organisation, but is empty");
        }
        if (largest < 1_000 || largest > 100_000_000) {
            wrong.add("largest-bytes must be 1000 to 100000000, but is " + largest);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("nextbest.mailbox: " + String.join("; ", wrong));
        }
    }

    /** What is set; empty if there is no host. */
    public static Optional<MailboxSettings> from(Map<?, ?> properties, Map<String, String> environment) {
        for (Object key : properties.keySet()) {
            String name = String.valueOf(key);
            if (name.startsWith(PREFIX) && !KEYS.contains(name.substring(PREFIX.length()))) {
                throw new IllegalArgumentException(
                        "there is no setting " + name + "; there are " + new TreeSet<>(KEYS) + " after " + PREFIX);
            }
        }
        String host = value(properties, environment, "host", "");
        if (host.isBlank()) {
            return Optional.empty();
        }
        String said = value(properties, environment, "tls", "tls").toUpperCase(Locale.ROOT);
        Tls tls;
        try {
            tls = Tls.valueOf(said);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "nextbest.mailbox: tls must be tls, starttls or none, but is '" + said.toLowerCase(Locale.ROOT)
                            + "'",
                    e);
        }
        return Optional.of(new MailboxSettings(
                host.strip(),
                (int) number(properties, environment, "port", tls == Tls.TLS ? 993 : 143),
                value(properties, environment, "user", ""),
                value(properties, environment, "password", ""),
                tls,
                value(properties, environment, "folder", "INBOX"),
                value(properties, environment, "organisation", ""),
                number(properties, environment, "largest-bytes", LARGEST)));
    }

    private static String value(Map<?, ?> properties, Map<String, String> environment, String key, String otherwise) {
        Object set = properties.get(PREFIX + key);
        if (set != null) {
            return String.valueOf(set);
        }
        return environment.getOrDefault(
                "NEXTBEST_MAILBOX_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), otherwise);
    }

    private static long number(Map<?, ?> properties, Map<String, String> environment, String key, long otherwise) {
        String said = value(properties, environment, key, "");
        if (said.isBlank()) {
            return otherwise;
        }
        try {
            return Long.parseLong(said.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "nextbest.mailbox: " + key + " must be a whole number, but is '" + said + "'", e);
        }
    }

    /** What the mailbox is called where mails are listed. */
    String name() {
        return user + "@" + host + "/" + folder;
    }

    String protocol() {
        return tls == Tls.TLS ? "imaps" : "imap";
    }

    @Override
    public String toString() {
        return "MailboxSettings[host=" + host + ", port=" + port + ", user=" + user + ", password=***, tls="
                + tls.name().toLowerCase(Locale.ROOT) + ", folder=" + folder + ", organisation=" + organisation
                + ", largest=" + largest + "]";
    }
}
