package nextbest.activities.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.activities.port.Mail;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.decision.CardView;
import nextbest.store.delivery.Claim;
import nextbest.store.security.AnswerLinks;

/**
 * Writes the card and the digest in English, with the times of the rep's zone. Every attempt to send the same thing carries
 * the same Message-ID and says the same: a reader who gets it twice sees it once.
 */
public final class CardLetters implements CardMail {
    /** Names the cards in a mail, for programs. */
    public static final String CARD_HEADER = "X-Nextbest-Card";

    private final LetterSettings settings;
    private final LetterFacts facts;
    private final AnswerLinks links;
    private final HtmlPart html = new HtmlPart();
    private final Map<ZoneId, Voice> voices = new ConcurrentHashMap<>();

    /** @param links make the addresses with which a rep answers, and that of the card's page */
    public CardLetters(LetterSettings settings, Database database, AnswerLinks links) {
        this(settings, new StoredFacts(database), links);
    }

    CardLetters(LetterSettings settings, LetterFacts facts, AnswerLinks links) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.facts = Objects.requireNonNull(facts, "facts");
        this.links = Objects.requireNonNull(links, "links");
    }

    /**
     * {@inheritDoc}
     *
     * <p>A single card is written in full, several shortly and the best first: mandatory ones, then by score. {@code now} is
     * not used, because a later attempt would differ by it.
     */
    @Override
    public Mail.Message write(TenantId tenant, Claim.Send claimed, boolean digest, Instant now) {
        if (claimed.cards().isEmpty()) {
            throw new IllegalArgumentException("a letter needs a card, but " + claimed.outbox() + " has none");
        }
        List<CardView> cards = claimed.cards().stream()
                .sorted(Comparator.comparing((CardView card) -> !card.content().mandatory())
                        .thenComparing(card -> card.content().points(), Comparator.reverseOrder()))
                .toList();
        LetterFacts.Addressee reader = facts.addressee(tenant, claimed.rep());
        Map<SubjectId, LetterFacts.Label> labels = facts.labels(
                tenant, cards.stream().map(CardView::subject).distinct().toList());
        Voice voice = voices.computeIfAbsent(reader.zone(), Voice::english);
        Wording wording = new Wording(voice, links, tenant, claimed.rep(), reader, labels);
        Letter letter = cards.size() == 1 ? wording.single(cards.getFirst()) : wording.digest(cards);
        return new Mail.Message(
                settings.messageId(claimed.outbox()),
                settings.from(),
                claimed.recipient(),
                letter.subject(),
                html.of(letter, voice),
                TextPart.of(letter, voice),
                headers(cards));
    }

    private Map<String, String> headers(List<CardView> cards) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                CARD_HEADER,
                String.join(
                        ", ", cards.stream().map(card -> card.id().toString()).toList()));
        headers.put("List-Unsubscribe", settings.listUnsubscribe());
        // RFC 3834: so that no answering machine answers
        headers.put("Auto-Submitted", "auto-generated");
        return headers;
    }
}
