package nextbest.activities.drafting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.prompts.CardDossiers;
import nextbest.recommendation.Argument;
import nextbest.recommendation.CardContent;
import nextbest.recommendation.grounding.Dossier;
import nextbest.store.json.RecordJson;

/** Cards that the engine decided for the demo organisation (seed 1), as they were stored. */
final class DemoCards {
    private DemoCards() {}

    record DemoCard(String deal, String client, String stage, long amountMinor, String currency, CardContent card) {
        CardDossiers.Label label() {
            return new CardDossiers.Label(
                    Optional.of(deal),
                    Optional.of(client),
                    Optional.of(stage),
                    Optional.of(new Argument.Amount(amountMinor, currency)));
        }

        Dossier dossier() {
            return new CardDossiers(ZoneOffset.UTC).of(card, label());
        }
    }

    static List<DemoCard> all() {
        return lines("cards.jsonl").stream()
                .map(line -> RecordJson.read(org.jooq.JSONB.valueOf(line), DemoCard.class))
                .toList();
    }

    static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(DemoCards.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
