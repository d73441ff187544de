package nextbest.vendors.hubspot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/**
 * HubSpot's webhooks, version 3 of the signature: base64 of HMAC-SHA256 with the app's client secret over method, address, body
 * and time stamp; older than five minutes is refused.
 */
final class HubSpotWebhooks implements Webhooks {
    private static final Duration OLDEST = Duration.ofMinutes(5);

    /** Escapes that the vendor decodes in the address before it signs it. */
    private static final Map<String, String> DECODED = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("deal", Kind.DEAL),
            Map.entry("0-3", Kind.DEAL),
            Map.entry("contact", Kind.CONTACT),
            Map.entry("0-1", Kind.CONTACT),
            Map.entry("company", Kind.CLIENT),
            Map.entry("0-2", Kind.CLIENT),
            Map.entry("0-27", Kind.TASK),
            Map.entry("0-46", Kind.ACTIVITY),
            Map.entry("0-47", Kind.ACTIVITY),
            Map.entry("0-48", Kind.ACTIVITY),
            Map.entry("0-49", Kind.ACTIVITY));

    @Override
    public Verdict check(Incoming call, List<String> secrets) {
        if (secrets.isEmpty()) {
            return new Verdict.Forged("no webhook-secret is configured, so no call can be checked");
        }
        Optional<Instant> signedAt = call.header("X-HubSpot-Request-Timestamp")
                .filter(text -> text.matches("\\d{10,16}"))
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
        if (signedAt.isEmpty()) {
            return new Verdict.Forged("the header X-HubSpot-Request-Timestamp with milliseconds is missing");
        }
        Duration age = Duration.between(signedAt.get(), call.at()).abs();
        if (age.compareTo(OLDEST) > 0) {
            return new Verdict.Forged("it was signed " + age + " from now; allowed are " + OLDEST);
        }
        byte[] signed = message(call, call.header("X-HubSpot-Request-Timestamp").orElseThrow());
        Optional<byte[]> sent = call.header("X-HubSpot-Signature-v3").flatMap(HubSpotWebhooks::base64);
        return Signatures.matches(Signatures.Algorithm.HMAC_SHA256, secrets, signed, sent)
                ? new Verdict.Genuine()
                : new Verdict.Forged("the header X-HubSpot-Signature-v3 does not fit the call at "
                        + call.uri().getPath());
    }

    private static byte[] message(Incoming call, String timestamp) {
        byte[] before = (call.method() + decoded(call.uri().toString())).getBytes(StandardCharsets.UTF_8);
        byte[] body = call.body();
        byte[] after = timestamp.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[before.length + body.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(body, 0, all, before.length, body.length);
        System.arraycopy(after, 0, all, before.length + body.length, after.length);
        return all;
    }

    private static String decoded(String uri) {
        String result = uri;
        for (Map.Entry<String, String> escape : DECODED.entrySet()) {
            result = result.replace(escape.getKey(), escape.getValue())
                    .replace(escape.getKey().toLowerCase(Locale.ROOT), escape.getValue());
        }
        return result;
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Hints read(byte[] body) {
        List<Hint> hints = new ArrayList<>();
        List<Item.Oddity> oddities = new ArrayList<>();
        JsonNode events;
        try {
            events = Json.read(body);
        } catch (JacksonException e) {
            return new Hints(
                    List.of(),
                    List.of(new Item.Oddity("body", body.length + " bytes that are no JSON", "a JSON array")));
        }
        if (!events.isArray()) {
            return new Hints(List.of(), List.of(new Item.Oddity("body", "no array", "a JSON array of events")));
        }
        for (JsonNode event : events) {
            read(event, hints, oddities);
        }
        return new Hints(hints.stream().distinct().toList(), oddities);
    }

    private static void read(JsonNode event, List<Hint> hints, List<Item.Oddity> oddities) {
        String type = Json.text(event, "subscriptionType").orElse("");
        String object = type.contains(".") ? type.substring(0, type.indexOf('.')) : type;
        if (type.endsWith(".associationChange")) {
            associated(event, hints, oddities);
            return;
        }
        String name = object.equals("object") ? Json.text(event, "objectTypeId").orElse("") : object;
        Kind kind = KINDS.get(name);
        if (kind == null) {
            oddities.add(new Item.Oddity(
                    "subscriptionType",
                    type,
                    "news of deals, contacts, companies, tasks, calls, meetings, mails, notes"));
            return;
        }
        List<String> ids = new ArrayList<>();
        for (String member : List.of("objectId", "primaryObjectId", "newObjectId")) {
            Json.text(event, member).ifPresent(ids::add);
        }
        event.path("mergedObjectIds").forEach(id -> ids.add(id.asString()));
        if (ids.isEmpty()) {
            oddities.add(new Item.Oddity("objectId", "nothing", "the id of a record"));
        }
        ids.stream().distinct().forEach(id -> hints.add(new Hint(kind, id)));
    }

    /** {@code DEAL_TO_CONTACT} and the like: the deal is read again, because it is the deal that lists its people. */
    private static void associated(JsonNode event, List<Hint> hints, List<Item.Oddity> oddities) {
        String[] ends = Json.text(event, "associationType")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split("_to_", 2);
        int before = hints.size();
        add(ends[0], Json.text(event, "fromObjectId"), hints);
        add(ends.length > 1 ? ends[1] : "", Json.text(event, "toObjectId"), hints);
        if (hints.size() == before) {
            oddities.add(
                    new Item.Oddity("associationType", String.join("_to_", ends), "one between records that we read"));
        }
    }

    private static void add(String object, Optional<String> id, List<Hint> hints) {
        Kind kind = KINDS.get(object);
        if (kind != null) {
            id.ifPresent(one -> hints.add(new Hint(kind, one)));
        }
    }
}
