package nextbest.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets people in by the session cookie of the log-in page. */
final class SessionEntry extends OncePerRequestFilter {
    private final Sessions sessions;

    SessionEntry(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        sessions.callerOf(request).ifPresent(Callers::enter);
        chain.doFilter(request, response);
    }
}
