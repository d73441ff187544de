package nextbest.api.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.security.Requires;
import nextbest.api.security.Sessions;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** In and out. */
@Controller
final class LogInController {
    private final Sessions sessions;

    LogInController(Sessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/login")
    @Open(why = "it is the door")
    String form(@RequestParam(defaultValue = "/") String to, Model model) {
        model.addAttribute("to", local(to));
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
        Sessions.LogIn result = sessions.logIn(login, password, request.getRemoteAddr(), response);
        if (result == Sessions.LogIn.IN) {
            return "redirect:" + local(to);
        }
        response.setStatus(result == Sessions.LogIn.WRONG ? 401 : 429);
        model.addAttribute("to", local(to));
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

    /** A path of ours: nobody is led elsewhere by a link to our log-in. */
    static String local(String to) {
        return to.matches("/[A-Za-z0-9/_.:%-]*") && !to.startsWith("//") ? to : "/";
    }
}
