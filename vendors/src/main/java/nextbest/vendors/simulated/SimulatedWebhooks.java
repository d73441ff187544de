package nextbest.vendors.simulated;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls of a simulated system: {@code {"deals": ["101"]}}, signed with hexadecimal HMAC-SHA256 of the body. */
final class SimulatedWebhooks implements Webhooks {
    static final String SIGNATURE = "X-Simulated-Signature";

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        Optional<byte[]> sent = call.header(SIGNATURE)
                .filter(text -> text.matches("[0-9a-f]{64}"))
                .map(HexFormat.of()::parseHex);
        return Signatures.matches(Signatures.Algorithm.HMAC_SHA256, secrets, call.body(), sent)
                ? new Verdict.Genuine()
                : new Verdict.Forged("the header " + SIGNATURE + " does not fit the body");
    }

    @Override
    public Hints read(byte[] body) {
        List<Hint> hints = new ArrayList<>();
        try {
            JsonNode deals = Json.read(body).path("deals");
            deals.forEach(id -> hints.add(new Hint(Kind.DEAL, id.asString())));
            return new Hints(hints, List.of());
        } catch (JacksonException | IllegalArgumentException e) {
            return new Hints(
                    List.of(),
                    List.of(new Item.Oddity("body", body.length + " bytes", "a JSON object that lists ids of deals")));
        }
    }
}
