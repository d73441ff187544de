package nextbest.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Asks {@link Access} before any of our endpoints runs. An endpoint without a word about access is closed. */
@Component
final class Admission implements HandlerInterceptor {
    private final Access access;

    Admission(Access access) {
        this.access = access;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || !isOurs(method)) {
            return true;
        }
        if (method.hasMethodAnnotation(Open.class)) {
            return true;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalStateException(method.getShortLogMessage() + " says neither @Requires nor @Open");
        }
        Optional<Caller> caller = Callers.current();
        if (caller.isEmpty()) {
            if (isProgram(request)) {
                throw Refusal.of(ProblemKind.UNAUTHENTICATED, "send the header Authorization: Bearer nb_…");
            }
            response.sendRedirect(logInFor(request));
            return false;
        }
        access.require(caller.get(), requires.value());
        return true;
    }

    private static boolean isProgram(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    /** The log-in page, which leads back to where somebody wanted to go. */
    private static String logInFor(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !"GET".equals(request.getMethod()) || "/".equals(path)
                ? "/login"
                : "/login?to=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("nextbest.");
    }
}
