package nextbest.vendors.hubspot;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** What a call is authorised with: a private app's token that never changes, or tokens that an installed app exchanges. */
interface HubSpotAccess {
    /** @param refused one that was just said no to */
    String token(Optional<String> refused);

    static HubSpotAccess of(Connection connection, Wire wire, URI base, Tokens tokens) {
        Optional<String> fixed = connection.find(HubSpot.TOKEN);
        if (fixed.isPresent()) {
            return refused -> {
                if (refused.equals(fixed)) {
                    throw new VendorTrouble(
                            VendorTrouble.Cause.UNAUTHORISED,
                            "HubSpot does not accept the private app's token; make a new one and connect again");
                }
                return fixed.get();
            };
        }
        return refused -> tokens.current(refused, last -> exchange(connection, wire, base, last));
    }

    private static Tokens.Token exchange(Connection connection, Wire wire, URI base, Optional<String> last) {
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token",
                "client_id", connection.get(HubSpot.CLIENT_ID),
                "client_secret", connection.get(HubSpot.CLIENT_SECRET),
                "refresh_token", last.orElseGet(() -> connection.get(HubSpot.REFRESH_TOKEN)));
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Answer answer = wire.send(new Call(
                "exchange of tokens",
                "POST",
                URI.create(base + "/oauth/v1/token"),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                Optional.of(body),
                false,
                List.of()));
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.UNAVAILABLE, "exchange of tokens: HubSpot answered with " + answer.status());
        }
        if (!answer.good()) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.UNAUTHORISED,
                    "exchange of tokens: HubSpot answered with " + answer.status()
                            + "; the app was removed or its secret replaced: connect again");
        }
        JsonNode json = Json.read("exchange of tokens", answer.body());
        String access = Json.text(json, "access_token")
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.NOT_UNDERSTOOD, "exchange of tokens: the answer has no access_token"));
        long seconds = Math.max(60, json.path("expires_in").asLong(1_800));
        // a minute early: clocks differ, and calls under way take a while
        return new Tokens.Token(
                access, Json.text(json, "refresh_token"), wire.real().instant().plus(Duration.ofSeconds(seconds - 60)));
    }
}
