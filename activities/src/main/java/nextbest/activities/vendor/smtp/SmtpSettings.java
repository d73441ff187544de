package nextbest.activities.vendor.smtp;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server that takes our mail: keys {@code nextbest.smtp.*}. An unknown key is an error at start, and so is a password
 * that would travel in the clear.
 *
 * @param host name or address
 * @param port 1 to 65535; usual are 587 for {@code starttls}, 465 for {@code tls}, 25 within a house
 * @param user log-in name; empty: no log-in
 * @param password of the user; empty exactly if {@code user} is
 * @param tls whether the connection is encrypted
 * @param from an address; the sender on the envelope, to which the server sends what could not be delivered
 * @param connectTimeout for the connection, 1 ms to 10 minutes
 * @param readTimeout for each answer of the server, likewise
 * @param writeTimeout for handing over data, likewise
 */
@ConfigurationProperties(prefix = "nextbest.smtp", ignoreUnknownFields = false)
public record SmtpSettings(
        @DefaultValue("localhost") String host,
        @DefaultValue("25") int port,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("none") Tls tls,
        @DefaultValue("nextbest@localhost") String from,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("30s") Duration writeTimeout) {
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    /** How the connection is encrypted. */
    public enum Tls {
        /** Not at all. */
        NONE,
        /** It begins in the clear and must be encrypted before anything is said; a server that cannot is an error. */
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    public SmtpSettings {
        List<String> wrong = new ArrayList<>();
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
            wrong.add("host must be a name or an address without spaces, but is '" + host + "'");
        }
        if (port < 1 || port > 65_535) {
            wrong.add("port must be 1 to 65535, but is " + port);
        }
        if (user.isEmpty() != password.isEmpty()) {
            wrong.add("user and password must both be given or both be empty, but "
                    + (user.isEmpty() ? "user" : "password") + " is empty");
        }
        if (!password.isEmpty() && tls == Tls.NONE && !THIS_MACHINE.contains(host)) {
            wrong.add("tls must be starttls or tls where a password goes to another machine, but is none");
        }
        if (!isAddress(from)) {
            wrong.add("from must be one e-mail address, but is '" + from + "'");
        }
        check(wrong, "connect-timeout", connectTimeout);
        check(wrong, "read-timeout", readTimeout);
        check(wrong, "write-timeout", writeTimeout);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("nextbest.smtp: " + String.join("; ", wrong));
        }
    }

    /** A server on this machine or in this house without log-in and encryption. */
    public static SmtpSettings plain(String host, int port, String from) {
        return new SmtpSettings(
                host,
                port,
                "",
                "",
                Tls.NONE,
                from,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    private static boolean isAddress(String text) {
        try {
            return new InternetAddress(text, true).getAddress().contains("@");
        } catch (AddressException e) {
            return false;
        }
    }

    private static void check(List<String> wrong, String key, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MOST) > 0) {
            wrong.add(key + " must be 1 ms to 10 minutes, but is " + value);
        }
    }

    boolean hasLogin() {
        return !user.isEmpty();
    }

    String where() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "SmtpSettings[host=" + host + ", port=" + port + ", user=" + user + ", password="
                + (password.isEmpty() ? "none" : "***") + ", tls="
                + tls.name().toLowerCase(Locale.ROOT) + ", from=" + from + ", connectTimeout=" + connectTimeout
                + ", readTimeout=" + readTimeout + ", writeTimeout=" + writeTimeout + "]";
    }
}
