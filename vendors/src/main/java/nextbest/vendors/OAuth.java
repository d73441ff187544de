package nextbest.vendors;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Toll;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/**
 * The exchange of a grant for a token (RFC 6749, sections 4.4, 5 and 6; RFC 7523): the same form for all vendors, and what goes
 * wrong sorted alike.
 *
 * @param vendor its name in messages
 * @param address where tokens are given
 * @param life how long a token is used if the answer does not say
 * @param advice what a person does about a refusal
 * @param tolls what an exchange takes of the vendor's limits
 */
public record OAuth(String vendor, URI address, Duration life, String advice, List<Toll> tolls) {
    private static final String WHAT = "exchange of tokens";

    /** Clocks differ, and calls under way take a while: a token is not used to its end. */
    private static final Duration EARLY = Duration.ofMinutes(1);

    public OAuth {
        tolls = List.copyOf(tolls);
    }

    /**
     * Asks for a token.
     *
     * @param form the grant, in the order in which it is sent; secrets included
     * @throws VendorTrouble {@code UNAVAILABLE} for 429 and 5xx, with the time to wait if one is said; {@code UNAUTHORISED} for
     *     any other refusal; {@code NOT_UNDERSTOOD} if there is no {@code access_token} in the answer
     */
    public Tokens.Token exchange(Wire wire, Map<String, String> form) {
        Answer answer = wire.send(new Call(
                WHAT,
                "POST",
                address,
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                Optional.of(encoded(form)),
                false,
                tolls));
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new VendorTrouble(
                    Cause.UNAVAILABLE,
                    WHAT + ": " + vendor + " answered with " + answer.status(),
                    wire.waitSaid(answer).orElse(Duration.ZERO));
        }
        if (!answer.good()) {
            throw new VendorTrouble(
                    Cause.UNAUTHORISED,
                    WHAT + ": " + vendor + " answered with " + answer.status() + error(answer) + "; " + advice);
        }
        JsonNode json = Json.read(WHAT, answer.body());
        String access = Json.text(json, "access_token")
                .orElseThrow(() -> new VendorTrouble(Cause.NOT_UNDERSTOOD, WHAT + ": the answer has no access_token"));
        long seconds = Math.max(2 * EARLY.toSeconds(), json.path("expires_in").asLong(life.toSeconds()));
        return new Tokens.Token(
                access,
                Json.text(json, "refresh_token"),
                wire.real().instant().plusSeconds(seconds).minus(EARLY));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The code of RFC 6749, section 5.2, and nothing else: descriptions quote what was sent. */
    private static String error(Answer answer) {
        try {
            return Json.text(Json.read(WHAT, answer.body()), "error")
                    .filter(code -> code.matches("[a-z_]{1,40}"))
                    .map(code -> " (" + code + ")")
                    .orElse("");
        } catch (VendorTrouble notJson) {
            return "";
        }
    }
}
