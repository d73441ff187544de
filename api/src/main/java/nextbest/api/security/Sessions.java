package nextbest.api.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import nextbest.api.ApiSettings;
import nextbest.identity.TenantId;
import nextbest.store.clock.BusinessTime;
import nextbest.store.security.Accounts;
import nextbest.store.security.Tokens;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * Log-in sessions of people. A session is an access token in a cookie, so it lives through a restart, works on every node,
 * and ends on every node at once.
 */
@Component
public final class Sessions {
    private static final int MOST_LABEL = 100;
    static final String COOKIE = "nextbest_session";
    private static final String LABEL = "session of ";
    /** Ended sessions are kept so long for questions about who was in. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Tokens tokens;
    private final Accounts accounts;
    private final Passwords passwords;
    private final BusinessTime time;
    private final ApiSettings settings;
    private final RateLimit perLogin;
    private final RateLimit perAddress;

    Sessions(Tokens tokens, Accounts accounts, Passwords passwords, BusinessTime time, ApiSettings settings) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.passwords = passwords;
        this.time = time;
        this.settings = settings;
        int perMinute = settings.loginsPerMinute();
        this.perLogin = new TokenBucket(perMinute, perMinute / 60.0, time::realNow);
        this.perAddress = new TokenBucket(3.0 * perMinute, perMinute / 20.0, time::realNow);
    }

    /** How a log-in went. */
    public enum LogIn {
        IN,
        WRONG,
        TOO_OFTEN
    }

    /** Checks a password and, if it is right, opens a session. The time it takes does not tell whether the login exists. */
    public LogIn logIn(String login, String password, String address, HttpServletResponse response) {
        if (perLogin.refuses("login " + login).isPresent()
                || perAddress.refuses("address " + address).isPresent()) {
            return LogIn.TOO_OFTEN;
        }
        Optional<Accounts.Account> account = accounts.find(login);
        boolean right = passwords.matches(password, account.map(Accounts.Account::passwordHash));
        if (!right || account.isEmpty()) {
            return LogIn.WRONG;
        }
        return enter(account.get(), response);
    }

    /** Opens a session for somebody whom a provider has vouched for. */
    public LogIn enter(String login, HttpServletResponse response) {
        return accounts.find(login).map(account -> enter(account, response)).orElse(LogIn.WRONG);
    }

    private LogIn enter(Accounts.Account known, HttpServletResponse response) {
        tokens.forgetEndedBefore(time.realNow().minus(KEPT));
        Tokens.Issued issued = tokens.issue(
                known.tenant(),
                labelOf(known.login()),
                known.role(),
                known.rep(),
                Optional.of(settings.sessionLength()));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(issued.secret(), settings.sessionLength()));
        return LogIn.IN;
    }

    /** A path of ours: nobody is led elsewhere by a link to our log-in. */
    public static String local(String to) {
        return to.matches("/[A-Za-z0-9/_.:%-]*") && !to.startsWith("//") ? to : "/";
    }

    /** Ends the session of a request, everywhere. */
    public void logOut(Caller caller, HttpServletResponse response) {
        tokens.revoke(caller.tenant(), caller.credential());
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
    }

    /** Ends all sessions of a login. */
    public void endAll(TenantId tenant, String login) {
        String label = labelOf(login);
        tokens.all(tenant).stream()
                .filter(token -> token.label().equals(label))
                .forEach(token -> tokens.revoke(tenant, token.id()));
    }

    private static String labelOf(String login) {
        String label = LABEL + login;
        return label.length() > MOST_LABEL ? label.substring(0, MOST_LABEL) : label;
    }

    Optional<Caller> callerOf(HttpServletRequest request) {
        return cookieOf(request)
                .flatMap(tokens::find)
                .filter(token -> token.state(time.realNow()) == Tokens.State.VALID
                        && token.label().startsWith(LABEL))
                .map(token -> new Caller(
                        token.tenant(),
                        token.role(),
                        token.rep(),
                        token.label().substring(LABEL.length()),
                        token.id()));
    }

    private static Optional<String> cookieOf(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (COOKIE.equals(cookie.getName())) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private String cookie(String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(settings.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(age)
                .build()
                .toString();
    }
}
