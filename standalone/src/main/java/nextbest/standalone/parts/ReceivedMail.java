package nextbest.standalone.parts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message that arrived in the {@link Mailbox}.
 *
 * @param id 1, 2, 3, ... in the order of arrival
 * @param file the message's file name in the mailbox's folder
 * @param sender the envelope's sender, empty for a bounce
 * @param recipients the envelope's recipients
 * @param from the From header as it is shown to a person
 * @param to the To header likewise
 * @param subject the subject, decoded; at most 500 characters
 * @param messageId the Message-ID header, equal in every attempt to send the same message
 * @param cardId the card that the message shows, from the header {@value Mailbox#CARD_HEADER}
 * @param receivedAt when it arrived, by the clock that the mailbox was started with
 * @param bytes its size
 */
public record ReceivedMail(
        long id,
        String file,
        String sender,
        List<String> recipients,
        String from,
        String to,
        String subject,
        Optional<String> messageId,
        Optional<String> cardId,
        Instant receivedAt,
        long bytes) {

    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }
}
