package nextbest.vendors.hubspot;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Connection;
import nextbest.vendors.OAuth;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;

/** What a call is authorised with: a private app's token that never changes, or tokens that an installed app exchanges. */
interface HubSpotAccess {
    /** How long a token is used if the answer does not say. */
    Duration LIFE = Duration.ofMinutes(30);

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
        OAuth oauth = new OAuth(
                "HubSpot",
                URI.create(base + "/oauth/v1/token"),
                LIFE,
                "the app was removed or its secret replaced: connect again",
                List.of());
        return refused -> tokens.current(
                refused,
                last -> oauth.exchange(
                        wire,
                        Map.of(
                                "grant_type", "refresh_token",
                                "client_id", connection.get(HubSpot.CLIENT_ID),
                                "client_secret", connection.get(HubSpot.CLIENT_SECRET),
                                "refresh_token", last.orElseGet(() -> connection.get(HubSpot.REFRESH_TOKEN)))));
    }
}
