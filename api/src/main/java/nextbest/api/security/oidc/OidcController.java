package nextbest.api.security.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import nextbest.api.ApiSettings;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Open;
import nextbest.api.security.Sessions;
import nextbest.api.security.oidc.LogInRefused.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** To the provider and back. */
@Controller
final class OidcController {
    static final String BACK = "/login/provider/back";
    static final String TICKET = "nextbest_login";
    private static final Logger LOG = LoggerFactory.getLogger(OidcController.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final OidcSettings settings;
    private final IdentityProvider provider;
    private final Sessions sessions;
    private final ApiSettings api;

    OidcController(OidcSettings settings, IdentityProvider provider, Sessions sessions, ApiSettings api) {
        this.settings = settings;
        this.provider = provider;
        this.sessions = sessions;
        this.api = api;
    }

    @ModelAttribute("provider")
    OidcSettings provider() {
        return settings;
    }

    @GetMapping("/login/provider")
    @Open(why = "it leads to the provider's door")
    String away(@RequestParam(defaultValue = "/") String to, Model model, HttpServletResponse response) {
        checkThere();
        Ticket ticket = Ticket.to(Sessions.local(to));
        try {
            String door = provider.door(ticket).toString();
            response.addHeader(HttpHeaders.SET_COOKIE, cookie(ticket.text(), PATIENCE));
            return "redirect:" + door;
        } catch (LogInRefused refused) {
            return refused(refused, ticket.to(), model, response);
        }
    }

    @GetMapping(BACK)
    @Open(why = "what the provider says is checked")
    String back(
            @CookieValue(name = TICKET, defaultValue = "") String kept,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        checkThere();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
        Optional<Ticket> ticket = Ticket.read(kept);
        String to = ticket.map(Ticket::to).map(Sessions::local).orElse("/");
        try {
            if (ticket.isEmpty()) {
                throw new LogInRefused(Why.STALE, "the browser has no ticket");
            }
            String query = Optional.ofNullable(request.getQueryString()).orElse("");
            String login = provider.login(query, ticket.get());
            if (sessions.enter(login, response) != Sessions.LogIn.IN) {
                throw new LogInRefused(Why.NO_ACCOUNT, "no account has the login that the provider says");
            }
            return "redirect:" + to;
        } catch (LogInRefused refused) {
            return refused(refused, to, model, response);
        }
    }

    private void checkThere() {
        if (!settings.isThere()) {
            throw Refusal.of(ProblemKind.NOT_FOUND, "no provider is set up here (nextbest.oidc.issuer)");
        }
    }

    private String refused(LogInRefused refused, String to, Model model, HttpServletResponse response) {
        LOG.warn("log-in through the provider: {}", refused.getMessage());
        response.setStatus(refused.why() == Why.NOT_REACHED ? 502 : 401);
        model.addAttribute("to", to);
        model.addAttribute("login", "");
        model.addAttribute("problem", refused.why().key());
        return "login";
    }

    /** Lax, or it would not come along when the provider sends the browser back. */
    private String cookie(String value, Duration age) {
        return ResponseCookie.from(TICKET, value)
                .httpOnly(true)
                .secure(api.isSecure())
                .sameSite("Lax")
                .path("/login/provider")
                .maxAge(age)
                .build()
                .toString();
    }
}
