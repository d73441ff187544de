package nextbest.activities.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How our letters present themselves: keys {@code nextbest.mail.*}. An unknown key is an error at start.
 *
 * @param from the sender that a reader sees, for example {@code nextbest <nba@example.com>}
 * @param messageIdDomain a domain of the organisation that runs this; the right side of each Message-ID
 * @param unsubscribe where a reader goes who wants no more of them, {@code https:} or {@code mailto:}; empty: a mail to {@code
 *     from}
 */
@ConfigurationProperties(prefix = "nextbest.mail", ignoreUnknownFields = false)
public record LetterSettings(
        @DefaultValue("nextbest <nextbest@localhost>") String from,
        @DefaultValue("localhost") String messageIdDomain,
        @DefaultValue("") String unsubscribe) {
    public LetterSettings {
        List<String> wrong = new ArrayList<>();
        if (address(from).isEmpty()) {
            wrong.add("from must be one e-mail address, with or without a name, but is '" + from + "'");
        }
        if (!messageIdDomain.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            wrong.add("message-id-domain must be a domain such as nba.example.com, but is '" + messageIdDomain + "'");
        }
        if (!unsubscribe.isEmpty() && !unsubscribe.matches("(https://|mailto:)[!-;=?-~]+")) {
            wrong.add("unsubscribe must begin with https:// or mailto: and hold no spaces or angle brackets, but is '"
                    + unsubscribe + "'");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("nextbest.mail: " + String.join("; ", wrong));
        }
    }

    private static String address(String text) {
        try {
            String address = new InternetAddress(text, true).getAddress();
            return address.contains("@") ? address : "";
        } catch (AddressException e) {
            return "";
        }
    }

    /** Stable over all attempts to send the same thing. */
    String messageId(UUID outbox) {
        return outbox + "@" + messageIdDomain;
    }

    /** RFC 2369. */
    String listUnsubscribe() {
        return "<" + (unsubscribe.isEmpty() ? "mailto:" + address(from) + "?subject=unsubscribe" : unsubscribe) + ">";
    }
}
