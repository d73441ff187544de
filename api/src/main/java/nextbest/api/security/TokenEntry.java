package nextbest.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.ProblemWriter;
import nextbest.api.problem.Refusal;
import nextbest.store.clock.BusinessTime;
import nextbest.store.security.Tokens;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets programs in by the token of their Authorization header. */
final class TokenEntry extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;
    private final BusinessTime time;
    private final ProblemWriter problems;
    private final RateLimit limit;

    TokenEntry(Tokens tokens, BusinessTime time, ProblemWriter problems, RateLimit limit) {
        this.tokens = tokens;
        this.time = time;
        this.problems = problems;
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        try {
            Caller caller = caller(header);
            Optional<Duration> wait = limit.refuses(caller.credential());
            if (wait.isPresent()) {
                response.setHeader(
                        "Retry-After", Long.toString(Math.max(1, wait.get().toSeconds())));
                throw Refusal.of(ProblemKind.TOO_MANY_REQUESTS, "this token asks too often; wait as Retry-After says");
            }
            Callers.enter(caller);
        } catch (Refusal refusal) {
            problems.write(request, response, refusal);
            return;
        }
        chain.doFilter(request, response);
    }

    private Caller caller(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.of(ProblemKind.UNAUTHENTICATED, "the Authorization header is not of the form: Bearer nb_…");
        }
        Tokens.Token token = tokens.find(header.substring(SCHEME.length()).strip())
                .orElseThrow(() -> Refusal.of(ProblemKind.UNAUTHENTICATED, "the token is not known"));
        return switch (token.state(time.realNow())) {
            case VALID -> new Caller(token.tenant(), token.role(), token.rep(), token.label(), token.id());
            case EXPIRED -> throw Refusal.of(ProblemKind.UNAUTHENTICATED, "the token has expired");
            case REVOKED -> throw Refusal.of(ProblemKind.UNAUTHENTICATED, "the token was revoked");
        };
    }
}
