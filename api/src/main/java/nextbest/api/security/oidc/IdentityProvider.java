package nextbest.api.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import nextbest.api.ApiSettings;
import nextbest.api.security.oidc.LogInRefused.Why;
import org.springframework.stereotype.Component;

/** Sends people to the provider and reads whom it sends back. */
@Component
final class IdentityProvider {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_BYTES = 200_000;

    private final OidcSettings settings;
    private final URI back;
    private volatile Known known;

    IdentityProvider(OidcSettings settings, ApiSettings api) {
        this.settings = settings;
        this.back = URI.create(Objects.toString(api.publicUrl()).replaceFirst("/+$", "") + OidcController.BACK);
    }

    /** What the provider publishes about itself, and how its tokens are looked at. */
    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    /** Where the browser is sent to. */
    URI door(Ticket ticket) throws LogInRefused {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "email", "profile"), client(), back)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(ticket.state())
                .nonce(ticket.nonce())
                .codeChallenge(ticket.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Who came back.
     *
     * @param query of the address that the provider sent the browser to
     * @return the login, as the claim says it
     */
    String login(String query, Ticket ticket) throws LogInRefused {
        AuthenticationResponse answer;
        try {
            answer = AuthenticationResponseParser.parse(URI.create(back + "?" + query));
        } catch (ParseException | IllegalArgumentException e) {
            throw new LogInRefused(Why.NOT_VALID, "the provider's answer could not be read", e);
        }
        if (!ticket.state().equals(answer.getState())) {
            throw new LogInRefused(Why.STALE, "the answer belongs to another request");
        }
        if (!answer.indicatesSuccess()) {
            throw new LogInRefused(
                    Why.DECLINED,
                    "the provider declined: "
                            + answer.toErrorResponse().getErrorObject().getCode());
        }
        return login(claims(answer.toSuccessResponse().getAuthorizationCode(), ticket));
    }

    private IDTokenClaimsSet claims(AuthorizationCode code, Ticket ticket) throws LogInRefused {
        try {
            TokenResponse answer =
                    OIDCTokenResponseParser.parse(request(code, ticket).send());
            if (!answer.indicatesSuccess()) {
                throw new LogInRefused(
                        Why.NOT_VALID,
                        "the provider gave no token: "
                                + answer.toErrorResponse().getErrorObject().getCode());
            }
            return known().validator()
                    .validate(((OIDCTokenResponse) answer).getOIDCTokens().getIDToken(), ticket.nonce());
        } catch (IOException e) {
            throw new LogInRefused(Why.NOT_REACHED, "the provider gave no token: " + e.getMessage(), e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new LogInRefused(Why.NOT_VALID, "the provider's token is not valid: " + e.getMessage(), e);
        }
    }

    private HTTPRequest request(AuthorizationCode code, Ticket ticket) throws LogInRefused {
        URI tokens = known().metadata().getTokenEndpointURI();
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, back, ticket.verifier());
        TokenRequest.Builder request = settings.clientSecret().isEmpty()
                ? new TokenRequest.Builder(tokens, client(), grant)
                : new TokenRequest.Builder(
                        tokens, new ClientSecretBasic(client(), new Secret(settings.clientSecret())), grant);
        HTTPRequest sent = request.build().toHTTPRequest();
        sent.setConnectTimeout(CONNECT_MILLIS);
        sent.setReadTimeout(READ_MILLIS);
        sent.setFollowRedirects(false);
        return sent;
    }

    private String login(IDTokenClaimsSet claims) throws LogInRefused {
        if (settings.claim().equals("email") && !Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"))) {
            throw new LogInRefused(Why.NOT_VALID, "the provider has not verified the mail address");
        }
        String login = claims.getStringClaim(settings.claim());
        if (login == null || login.isBlank()) {
            throw new LogInRefused(Why.NOT_VALID, "the token has no claim '" + settings.claim() + "'");
        }
        return login;
    }

    private ClientID client() {
        return new ClientID(settings.clientId());
    }

    /** Asked for when it is first needed, and kept: a provider that is down does not keep us from starting. */
    private Known known() throws LogInRefused {
        Known there = known;
        if (there == null) {
            try {
                OIDCProviderMetadata metadata =
                        OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), CONNECT_MILLIS, READ_MILLIS);
                there = new Known(
                        metadata,
                        new IDTokenValidator(
                                metadata.getIssuer(),
                                client(),
                                JWSAlgorithm.parse(settings.algorithm()),
                                metadata.getJWKSetURI().toURL(),
                                new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES)));
                known = there;
            } catch (GeneralException | IOException e) {
                throw new LogInRefused(
                        Why.NOT_REACHED,
                        "the provider's description at " + settings.issuer() + " cannot be had: " + e.getMessage(),
                        e);
            }
        }
        return there;
    }
}
