package nextbest.vendors.chorus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.Json;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Chorus's webhooks. Neither their body nor a signature is published: whoever knows the address can call, so a call is a hint at
 * most. Ids are looked for under the names that the API has for them; each is read again, and what is not there is nobody's loss.
 */
final class ChorusWebhooks implements Webhooks {
    private static final Set<String> IDS = Set.of("engagement_id", "conversation_id", "recording_id");
    private static final int DEEPEST = 6;
    private static final int MOST = 20;

    /** The address is the secret: it was compared before. Everything that a call can do is to have records read again. */
    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        return new Verdict.Genuine();
    }

    @Override
    public Hints read(byte[] body) {
        JsonNode told;
        try {
            told = Json.read(body);
        } catch (JacksonException e) {
            return odd(body.length + " bytes that are no JSON");
        }
        List<Hint> hints = new ArrayList<>();
        look(told, 0, hints);
        if (hints.isEmpty()) {
            id(told, "id").ifPresent(id -> hints.add(new Hint(Kind.CALL, id)));
        }
        return hints.isEmpty()
                ? odd("JSON without an id")
                : new Hints(hints.stream().distinct().limit(MOST).toList(), List.of());
    }

    private static void look(JsonNode node, int depth, List<Hint> hints) {
        if (depth > DEEPEST || hints.size() >= MOST) {
            return;
        }
        IDS.forEach(name -> id(node, name).ifPresent(id -> hints.add(new Hint(Kind.CALL, id))));
        node.forEach(child -> look(child, depth + 1, hints));
    }

    private static Optional<String> id(JsonNode node, String name) {
        return Json.text(node, name).filter(id -> id.matches("[A-Za-z0-9_-]{1,100}"));
    }

    private static Hints odd(String seen) {
        return new Hints(
                List.of(),
                List.of(new Item.Oddity(
                        "body",
                        seen,
                        "JSON with an "
                                + String.join(", ", IDS.stream().sorted().toList()))));
    }
}
