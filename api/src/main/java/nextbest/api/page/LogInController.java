package nextbest.api.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.security.Requires;
import nextbest.api.security.Sessions;
import nextbest.api.security.oidc.OidcSettings;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** In and out. */
@Controller
final class LogInController {
    private final Sessions sessions;
    private final OidcSettings provider;

    LogInController(Sessions sessions, OidcSettings provider) {
        this.sessions = sessions;
        this.provider = provider;
    }

    @ModelAttribute("provider")
    OidcSettings provider() {
        return provider;
    }

    @GetMapping("/login")
    @Open(why = "it is the door")
    String form(@RequestParam(defaultValue = "/") String to, Model model) {
        model.addAttribute("to", Sessions.local(to));
        model.addAttribute("login", "");
        return "login";
    }

    @PostMapping("/login")
    @Open(why = "it is the door; tries are counted")
    String logIn(
            @RequestParam(defaultValue = "") String login,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "/") String to,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!provider.passwords()) {
            throw Refusal.of(ProblemKind.FORBIDDEN, "here people log in through " + provider.called() + " alone");
        }
        Sessions.LogIn result = sessions.logIn(login, password, request.getRemoteAddr(), response);
        if (result == Sessions.LogIn.IN) {
            return "redirect:" + Sessions.local(to);
        }
        response.setStatus(result == Sessions.LogIn.WRONG ? 401 : 429);
        model.addAttribute("to", Sessions.local(to));
        model.addAttribute("login", login);
        model.addAttribute("problem", result == Sessions.LogIn.WRONG ? "login.wrong" : "login.too-often");
        return "login";
    }

    @PostMapping("/logout")
    @Requires(Act.BE_HERE)
    String logOut(Caller caller, HttpServletResponse response) {
        sessions.logOut(caller, response);
        return "redirect:/login";
    }
}
