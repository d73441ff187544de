package nextbest.api.page.operations;

import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import nextbest.api.page.Frame;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Passwords;
import nextbest.api.security.Requires;
import nextbest.api.security.Sessions;
import nextbest.event.Violation;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.security.Accounts;
import nextbest.store.security.AuditTrail;
import nextbest.store.security.Role;
import nextbest.store.team.TeamBook;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who may log in, and as what. A password is made here, shown once, and kept only as a hash. */
@Controller
final class PeopleController {
    private static final int MOST_LOGIN = 120;
    private static final int PASSWORD_BYTES = 12;
    /** Programs have tokens, not log-ins. */
    private static final List<Role> ROLES = Arrays.stream(Role.values())
            .filter(role -> role != Role.INTEGRATION)
            .toList();

    private final SecureRandom random = new SecureRandom();
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final TeamBook team;
    private final AuditTrail audit;
    private final Frame frame;

    PeopleController(
            Store store, Accounts accounts, Passwords passwords, Sessions sessions, AuditTrail audit, Frame frame) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.team = new TeamBook(store.database());
        this.audit = audit;
        this.frame = frame;
    }

    /** Somebody who may log in. */
    record Person(String login, String role, String rep, boolean self) {}

    @GetMapping("/operations/people")
    @Requires(Act.MANAGE_PEOPLE)
    String people(Caller caller, Model model) {
        frame.around(caller, model, Frame.Room.OPERATIONS);
        List<TeamBook.RepName> reps = team.names(caller.tenant());
        Map<RepId, String> names =
                reps.stream().collect(Collectors.toMap(TeamBook.RepName::rep, TeamBook.RepName::name));
        model.addAttribute(
                "people",
                accounts.all(caller.tenant()).stream()
                        .map(account -> new Person(
                                account.login(),
                                account.role().name(),
                                account.rep().map(names::get).orElse(""),
                                account.login().equals(caller.name())))
                        .toList());
        model.addAttribute("reps", reps);
        model.addAttribute("roles", ROLES.stream().map(Role::name).toList());
        return "people";
    }

    @PostMapping("/operations/people")
    @Requires(Act.MANAGE_PEOPLE)
    String add(
            @RequestParam String login,
            @RequestParam Role role,
            @RequestParam(required = false) String rep,
            Caller caller,
            Model model,
            HttpServletResponse response) {
        String who = login.strip().toLowerCase(Locale.ROOT);
        List<Violation> violations = new ArrayList<>();
        if (who.isEmpty() || who.length() > MOST_LOGIN) {
            violations.add(new Violation("login", who.length() + " characters", "1 to " + MOST_LOGIN + " characters"));
        }
        if (!ROLES.contains(role)) {
            violations.add(new Violation("role", role.name(), ROLES.toString()));
        }
        Optional<RepId> person = role.isPersonOfSales() ? rep(caller, rep) : Optional.empty();
        if (role.isPersonOfSales() && person.isEmpty()) {
            violations.add(new Violation("rep", rep == null ? "nothing" : rep, "who this is among the reps on record"));
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            accounts.put(new Accounts.Account(who, caller.tenant(), passwords.hash(password), role, person));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("login", who, "a login that no other organisation of this installation has");
        }
        sessions.endAll(caller.tenant(), who);
        audit.note(caller.tenant(), caller.name(), "log-in-given", "log-in " + who, Map.of("role", role.name()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        model.addAttribute("given", who);
        model.addAttribute("password", password);
        return people(caller, model);
    }

    private Optional<RepId> rep(Caller caller, String chosen) {
        Map<String, RepId> known = team.names(caller.tenant()).stream()
                .map(TeamBook.RepName::rep)
                .collect(Collectors.toMap(RepId::toString, Function.identity()));
        return Optional.ofNullable(chosen).map(known::get);
    }

    @PostMapping("/operations/people/remove")
    @Requires(Act.MANAGE_PEOPLE)
    String remove(@RequestParam String login, Caller caller) {
        if (login.equals(caller.name())) {
            throw Refusal.invalid("login", login, "somebody else: who is here cannot take the own log-in away");
        }
        if (accounts.remove(caller.tenant(), login)) {
            sessions.endAll(caller.tenant(), login);
            audit.note(caller.tenant(), caller.name(), "log-in-taken", "log-in " + login, Map.of());
        }
        return "redirect:/operations/people";
    }
}
