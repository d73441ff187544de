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
import org.jooq.JSONB;

/** Cards that the engine decided for the demo organisation (seed 1), as they were stored: what drafting is measured on. */
final class SampleCards {
    private SampleCards() {}

    /** A card and how its deal is known. */
    record Sample(String deal, String client, String stage, long amountMinor, String currency, CardContent card) {
        Dossier dossier() {
            return new CardDossiers(ZoneOffset.UTC)
                    .of(
                            card,
                            new CardDossiers.Label(
                                    Optional.of(deal),
                                    Optional.of(client),
                                    Optional.of(stage),
                                    Optional.of(new Argument.Amount(amountMinor, currency))));
        }
    }

    static List<Sample> all() {
        try (InputStream in =
                Objects.requireNonNull(SampleCards.class.getResourceAsStream("cards.jsonl"), "cards.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> RecordJson.read(JSONB.valueOf(line), Sample.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
