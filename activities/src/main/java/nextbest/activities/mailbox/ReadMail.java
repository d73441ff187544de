package nextbest.activities.mailbox;

import java.util.List;
import java.util.Optional;
import nextbest.store.mailbox.InboundMails.Kind;

/**
 * What a message says.
 *
 * @param messageId without angle brackets
 * @param from the sender's address in lower case; empty if there is none that can be read
 * @param to addresses of To and Cc in lower case
 * @param subject one line, at most 300 characters
 * @param text what the sender wrote, without what was quoted; empty if there is nothing
 * @param answers Message-IDs of In-Reply-To and References, the nearest first
 * @param failed who could not be reached, of bounces
 * @param oddities what was repaired in reading, as keys
 */
record ReadMail(
        Kind kind,
        String messageId,
        String from,
        List<String> to,
        String subject,
        String text,
        List<String> answers,
        List<Failed> failed,
        List<String> oddities) {
    /**
     * A recipient in a delivery status (RFC 3464, 2.3).
     *
     * @param status such as 5.1.1; empty if there is none
     * @param forGood whether the action is {@code failed} and the status of class 5
     * @param original Message-ID of the mail that could not be delivered
     */
    record Failed(String address, String status, boolean forGood, Optional<String> original) {}

    ReadMail {
        to = List.copyOf(to);
        answers = List.copyOf(answers);
        failed = List.copyOf(failed);
        oddities = List.copyOf(oddities);
    }
}
