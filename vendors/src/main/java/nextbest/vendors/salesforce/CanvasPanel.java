package nextbest.vendors.salesforce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.Setting;
import nextbest.vendors.webhook.Panel;
import nextbest.vendors.webhook.Signatures;
import nextbest.vendors.webhook.Signatures.Algorithm;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The card as a Canvas app. Salesforce's signed request is a MAC, a dot and an envelope; the MAC is over the envelope's Base64
 * text as it came. The algorithm is pinned here: what the envelope says it is only has to agree. The scheme itself knows no
 * repetition, so a request is good for a short time and once. The token that lies in the envelope is not used and not kept.
 */
final class CanvasPanel implements Panel {
    /** Where the envelope says when it was made, it is as old as this at most; clocks may differ as much in the other direction. */
    static final Setting AGE = Setting.may("panel-age-seconds", "300", "how old a request for the card may be");

    /** Some editions leave the time out. */
    static final Setting UNDATED = Setting.may(
            "panel-undated", "false", "true: take requests for the card that do not say when they were made");

    private static final int LONGEST = 100_000;
    private static final long LATEST_SECOND = 100_000_000_000L;

    @Override
    public String field() {
        return "signed_request";
    }

    @Override
    public Opening open(String request, List<String> secrets, Map<String, String> settings, Instant at) {
        if (secrets.isEmpty()) {
            return new Opening.Refused("no panel-secret is configured: it is the consumer secret of the Canvas app");
        }
        int dot = request.indexOf('.');
        if (dot <= 0 || request.length() > LONGEST) {
            return new Opening.Refused("expected a MAC, a dot and an envelope of together at most " + LONGEST
                    + " characters, but saw " + request.length() + " characters");
        }
        String envelope = request.substring(dot + 1);
        byte[] signed = envelope.getBytes(StandardCharsets.UTF_8);
        if (!Signatures.matches(Algorithm.HMAC_SHA256, secrets, signed, decoded(request.substring(0, dot)))) {
            return new Opening.Refused("the MAC is not ours");
        }
        Optional<JsonNode> read = decoded(envelope).flatMap(CanvasPanel::json);
        if (read.isEmpty()) {
            return new Opening.Refused("the envelope is signed, and is no JSON");
        }
        String mark = HexFormat.of().formatHex(Signatures.mac(Algorithm.HMAC_SHA256, secrets.getFirst(), signed));
        return asked(read.get(), settings, at, mark);
    }

    private static Opening asked(JsonNode envelope, Map<String, String> settings, Instant at, String mark) {
        if (!Json.text(envelope, "algorithm").orElse("").equals("HMACSHA256")) {
            return new Opening.Refused("expected the algorithm HMACSHA256, but the envelope names another one");
        }
        Optional<String> tooOld = age(envelope, settings, at);
        if (tooOld.isPresent()) {
            return new Opening.Refused(tooOld.get());
        }
        JsonNode context = envelope.path("context");
        String organisation = said(settings, Salesforce.ORGANISATION);
        String theirs =
                Json.text(context.path("organization"), "organizationId").orElse("");
        if (!organisation.isEmpty() && !first15(organisation).equals(first15(theirs))) {
            return new Opening.Refused("it does not come from our organisation");
        }
        Optional<String> rep = Json.text(envelope, "userId")
                .or(() -> Json.text(context.path("user"), "userId"))
                .filter(SalesforceTable::isId);
        JsonNode environment = context.path("environment");
        Optional<String> deal = Json.text(environment.path("record"), "Id")
                .or(() -> Json.text(environment.path("parameters"), "recordId"))
                .filter(id -> SalesforceTable.isId(id) && id.startsWith("006"));
        if (rep.isEmpty() || deal.isEmpty()) {
            return new Opening.Refused(
                    "expected a user and an opportunity; the app belongs on the page of an opportunity");
        }
        return new Opening.Genuine(deal.get(), rep.get(), mark);
    }

    /** In seconds or in milliseconds: which of the two is not published. */
    private static Optional<String> age(JsonNode envelope, Map<String, String> settings, Instant at) {
        long said = envelope.path("issuedAt").asLong(0);
        if (said <= 0) {
            return said(settings, UNDATED).equals("true")
                    ? Optional.empty()
                    : Optional.of("it does not say when it was made; panel-undated=true would take it");
        }
        Instant made = said < LATEST_SECOND ? Instant.ofEpochSecond(said) : Instant.ofEpochMilli(said);
        Duration most = Duration.ofSeconds(Long.parseLong(said(settings, AGE)));
        boolean good = Duration.between(made, at).abs().compareTo(most) <= 0;
        return good
                ? Optional.empty()
                : Optional.of("it was made more than " + most.toSeconds() + " seconds before or after now");
    }

    private static String said(Map<String, String> settings, Setting setting) {
        String value = settings.getOrDefault(setting.key(), "");
        return value.isBlank() ? setting.standard() : value;
    }

    private static String first15(String id) {
        return id.length() == 18 ? id.substring(0, 15) : id;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> json(byte[] bytes) {
        try {
            return Optional.of(Json.read(bytes)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
