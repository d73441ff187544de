package nextbest.standalone;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import nextbest.activities.mail.CardMail;
import nextbest.activities.port.Mail;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.file.Messages;
import nextbest.catalogue.file.TerminalCard;

/** Cards as plain text. */
final class PlainLetters {
    private PlainLetters() {}

    static CardMail with(Catalogue catalogue) {
        Messages messages = Messages.english(ZoneOffset.UTC);
        TerminalCard printer = new TerminalCard(messages);
        return (tenant, claimed, digest, now) -> {
            String text = claimed.cards().stream()
                    .map(card -> printer.print(card.content()))
                    .collect(Collectors.joining("\n\n"));
            return new Mail.Message(
                    claimed.outbox() + "@nextbest",
                    "nextbest@localhost",
                    claimed.recipient(),
                    digest
                            ? "Your deals today"
                            : messages.say(claimed.cards().getFirst().content().title()),
                    "<pre>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</pre>",
                    text,
                    Map.of(
                            "X-Nextbest-Card",
                            claimed.cards().stream()
                                    .map(card -> card.id().toString())
                                    .collect(Collectors.joining(","))));
        };
    }
}
