package nextbest.api.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nextbest.api.RunningApi;
import nextbest.api.security.Passwords;
import nextbest.store.security.Accounts;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way through a provider, and every way that must not lead in. */
class OidcTest {
    private static final HttpClient BROWSER =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final Provider PROVIDER = new Provider();
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start(
                "nextbest.api.public-url=https://sales.example.com/",
                "nextbest.oidc.issuer=" + PROVIDER.issuer(),
                "nextbest.oidc.client-id=" + Provider.CLIENT,
                "nextbest.oidc.client-secret=" + Provider.SECRET,
                "nextbest.oidc.name=Example's log-in",
                "nextbest.oidc.passwords=false");
        Tenants.Tenant tenant = api.tenant("main");
        api.part(Accounts.class)
                .put(new Accounts.Account(
                        "olga@example.com",
                        tenant.id(),
                        api.part(Passwords.class).hash("a password that nobody knows"),
                        Role.OPERATOR,
                        Optional.empty()));
    }

    @AfterAll
    static void stop() {
        api.close();
        PROVIDER.close();
    }

    @BeforeEach
    void anHonestProvider() {
        PROVIDER.person.clear();
        PROVIDER.person.putAll(Map.of("email", "Olga@example.com", "email_verified", true));
        PROVIDER.claims = any -> {};
        PROVIDER.token = same -> same;
        PROVIDER.down = false;
    }

    /** On the way: the ticket in the browser, and the address at which the provider sends it back. */
    private record Way(String ticket, String back) {}

    private static Way go(String to) {
        RunningApi.Answer away = api.get("/login/provider?to=" + to).send();
        assertThat(away.status()).as(away.text()).isEqualTo(302);
        String cookie = away.header("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/login/provider");
        try {
            HttpResponse<String> door = BROWSER.send(
                    HttpRequest.newBuilder(URI.create(away.header("Location").orElseThrow()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String back = door.headers().firstValue("Location").orElseThrow();
            assertThat(back).startsWith("https://sales.example.com/login/provider/back?");
            return new Way(
                    cookie.substring(0, cookie.indexOf(';')), back.substring("https://sales.example.com".length()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunningApi.Answer comeBack(Way way) {
        return api.get(way.back()).header("Cookie", way.ticket()).send();
    }

    private static Optional<String> session(RunningApi.Answer answer) {
        return answer.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Set-Cookie"))
                .flatMap(header -> header.getValue().stream())
                .filter(cookie -> cookie.startsWith("nextbest_session="))
                .findFirst();
    }

    @Test
    void whomTheProviderVouchesForIsInAsTheAccountOfThatLogin() {
        RunningApi.Answer in = comeBack(go("/operations"));
        assertThat(in.status()).as(in.text()).isEqualTo(302);
        assertThat(in.header("Location").orElseThrow()).endsWith("/operations");
        String session = session(in).orElseThrow();
        RunningApi.Answer page = api.get("/operations")
                .header("Cookie", session.substring(0, session.indexOf(';')))
                .send();
        assertThat(page.status()).isEqualTo(200);
    }

    @Test
    void nobodyIsLedElsewhereAfterwards() {
        assertThat(comeBack(go("//evil.example")).header("Location").orElseThrow())
                .doesNotContain("evil");
    }

    @Test
    void anAnswerCountsOnceAndOnlyInTheBrowserThatAsked() {
        Way way = go("/");
        Way other = go("/");
        assertRefused(comeBack(new Way(other.ticket(), way.back())), 401, "another window");
        assertRefused(api.get(way.back()).send(), 401, "another window");
        assertRefused(comeBack(new Way("nextbest_login=a.b", way.back())), 401, "another window");
        assertThat(session(comeBack(way))).isPresent();
        assertRefused(comeBack(way), 401, "could not be relied on");
    }

    static Stream<Arguments> wrongTokens() throws Exception {
        return Stream.of(
                Arguments.of("unsigned", (Runnable) () -> PROVIDER.token = Provider::unsigned),
                Arguments.of("signed by another key", (Runnable) () -> PROVIDER.token = Provider::byAnotherKey),
                Arguments.of("no token at all", (Runnable) () -> PROVIDER.token = any -> "a.b.c"),
                Arguments.of("for another client", (Runnable) () -> PROVIDER.claims = c -> c.audience("another")),
                Arguments.of(
                        "of another issuer", (Runnable) () -> PROVIDER.claims = c -> c.issuer("https://evil.example")),
                Arguments.of("over", (Runnable) () -> PROVIDER.claims = Provider::over),
                Arguments.of(
                        "for another request", (Runnable) () -> PROVIDER.claims = c -> c.claim("nonce", "another")),
                Arguments.of("of an address that nobody verified", (Runnable)
                        () -> PROVIDER.person.put("email_verified", false)),
                Arguments.of("of an address of which it is not said", (Runnable)
                        () -> PROVIDER.person.remove("email_verified")),
                Arguments.of("without an address", (Runnable) () -> PROVIDER.person.remove("email")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTokens")
    void aTokenThatIsNotWhatItMustBeLetsNobodyIn(String what, Runnable makeWrong) {
        Way way = go("/");
        makeWrong.run();
        RunningApi.Answer answer = comeBack(way);
        assertThat(session(answer)).as(what).isEmpty();
        assertRefused(answer, 401, "could not be relied on");
    }

    @Test
    void whoHasNoAccountHereIsTold() {
        PROVIDER.person.put("email", "otto@example.com");
        assertRefused(comeBack(go("/")), 401, "no account for you");
    }

    @Test
    void aProviderThatDeclinesIsToldApartFromOneThatIsDown() {
        Way way = go("/");
        String state =
                Provider.form(way.back().substring(way.back().indexOf('?') + 1)).get("state");
        assertRefused(
                comeBack(new Way(way.ticket(), "/login/provider/back?error=access_denied&state=" + state)),
                401,
                "did not let you in");
        Way another = go("/");
        PROVIDER.down = true;
        RunningApi.Answer answer = comeBack(another);
        assertThat(session(answer)).isEmpty();
        assertThat(answer.status()).isIn(401, 502);
    }

    @Test
    void passwordsCanBeShutOut() {
        assertThat(api.get("/login").send().text())
                .contains("Log in with Example&#39;s log-in")
                .doesNotContain("type=\"password\"");
    }

    private static void assertRefused(RunningApi.Answer answer, int status, String says) {
        assertThat(session(answer)).isEmpty();
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(says);
    }

    @Test
    void settingsThatWouldBeUnsafeOrLeaveNoWayInAreRefused() {
        assertThatThrownBy(() -> new OidcSettings("http://login.example.com", "c", "", "", "email", "RS256", true))
                .hasMessageContaining("must start with https://");
        assertThatThrownBy(() -> new OidcSettings("https://login.example.com", "", "", "", "email", "RS256", true))
                .hasMessageContaining("the client id is not set");
        assertThatThrownBy(() -> new OidcSettings("", "", "", "", "email", "RS256", false))
                .hasMessageContaining("no way in");
        for (String algorithm : new String[] {"none", "HS256"}) {
            assertThatThrownBy(
                            () -> new OidcSettings("https://login.example.com", "c", "", "", "email", algorithm, true))
                    .hasMessageContaining("nextbest.oidc.algorithm must be one of");
        }
        assertThat(new OidcSettings("https://login.example.com", "c", "secret", "", "email", "RS256", true).toString())
                .doesNotContain("secret,")
                .contains("***");
    }
}
