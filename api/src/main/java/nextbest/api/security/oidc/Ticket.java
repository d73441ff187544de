package nextbest.api.security.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a browser keeps while it is at the provider: an answer counts only in the browser that asked for it.
 *
 * @param state comes back in the address
 * @param nonce comes back in the token
 * @param verifier proves to the provider that the code is fetched by who asked for it (RFC 7636)
 * @param to where to go afterwards, a path of ours
 */
record Ticket(State state, Nonce nonce, CodeVerifier verifier, String to) {
    static Ticket to(String path) {
        return new Ticket(new State(), new Nonce(), new CodeVerifier(), path);
    }

    String text() {
        return String.join(
                ".",
                state.getValue(),
                nonce.getValue(),
                verifier.getValue(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(to.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty if it is not one of ours. */
    static Optional<Ticket> read(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Ticket(
                    new State(parts[0]),
                    new Nonce(parts[1]),
                    new CodeVerifier(parts[2]),
                    new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
