package nextbest.vendors.gong;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** What a call is authorised with and where it goes: a company's key, or an app's tokens, which name the customer's own address. */
interface GongAccess {
    /** @param refused one that was just said no to */
    Pass pass(Optional<Pass> refused);

    /**
     * A way in.
     *
     * @param header of the request
     * @param base where the API answers
     */
    record Pass(String header, URI base) {
        /** A secret is not printed. */
        @Override
        public String toString() {
            return "Pass[base=" + base + "]";
        }
    }

    static GongAccess ofKey(Connection connection, URI base) {
        Pass pass = new Pass(basic(connection.get(Gong.KEY), connection.get(Gong.KEY_SECRET)), base);
        return refused -> {
            if (refused.isPresent()) {
                throw new VendorTrouble(
                        Cause.UNAUTHORISED, "Gong does not accept the access key; make a new one and connect again");
            }
            return pass;
        };
    }

    /** What is kept as the access token is the address, a space and the token: they belong together. */
    static GongAccess ofApp(
            Connection connection, Wire wire, URI base, URI tokensAt, Tokens tokens, GongLimits limits) {
        return refused -> {
            String[] kept = tokens.current(
                            refused.map(
                                    pass -> pass.base() + " " + pass.header().substring("Bearer ".length())),
                            last -> exchange(connection, wire, base, tokensAt, last, limits))
                    .split(" ", 2);
            return new Pass("Bearer " + kept[1], URI.create(kept[0]));
        };
    }

    /** A refresh token is good once; the parameters of the exchange stand in the address, as Gong wants it. */
    private static Tokens.Token exchange(
            Connection connection, Wire wire, URI base, URI tokensAt, Optional<String> last, GongLimits limits) {
        String what = "exchange of tokens";
        String refresh = last.orElseGet(() -> connection.get(Gong.REFRESH_TOKEN));
        Answer answer = wire.send(new Call(
                what,
                "POST",
                URI.create(tokensAt + "/oauth2/generate-customer-token?grant_type=refresh_token&refresh_token="
                        + URLEncoder.encode(refresh, StandardCharsets.UTF_8)),
                Map.of(
                        "Authorization",
                        basic(connection.get(Gong.CLIENT_ID), connection.get(Gong.CLIENT_SECRET)),
                        "Accept",
                        "application/json"),
                Optional.empty(),
                false,
                limits.call()));
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new VendorTrouble(
                    Cause.UNAVAILABLE,
                    what + ": Gong answered with " + answer.status(),
                    wire.waitSaid(answer).orElse(Duration.ZERO));
        }
        if (!answer.good()) {
            throw new VendorTrouble(
                    Cause.UNAUTHORISED,
                    what + ": Gong answered with " + answer.status()
                            + "; the app was removed, its secret replaced or the refresh token used before: connect again");
        }
        JsonNode json = Json.read(what, answer.body());
        String access = Json.text(json, "access_token")
                .filter(token -> !token.contains(" "))
                .orElseThrow(() -> new VendorTrouble(Cause.NOT_UNDERSTOOD, what + ": the answer has no access_token"));
        URI customers = Json.text(json, "api_base_url_for_customer")
                .map(said -> customers(said, base))
                .orElse(base);
        // a minute early: clocks differ, and calls under way take a while
        long seconds = Math.max(120, json.path("expires_in").asLong(86_400)) - 60;
        return new Tokens.Token(
                customers + " " + access,
                Json.text(json, "refresh_token"),
                wire.real().instant().plusSeconds(seconds));
    }

    /** Tokens go to Gong and to nobody else, whatever an answer says. */
    private static URI customers(String said, URI base) {
        try {
            URI address = URI.create(said.replaceAll("/+$", ""));
            String host = String.valueOf(address.getHost());
            boolean theirs = "https".equals(address.getScheme()) && host.endsWith(".gong.io");
            if (theirs || address.equals(base)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new VendorTrouble(
                Cause.NOT_UNDERSTOOD,
                "exchange of tokens: api_base_url_for_customer must be an https address of gong.io, or the one that is"
                        + " configured as base");
    }

    private static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
