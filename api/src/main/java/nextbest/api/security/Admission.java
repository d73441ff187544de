package nextbest.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
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
        Caller caller = Callers.current()
                .orElseThrow(
                        () -> Refusal.of(ProblemKind.UNAUTHENTICATED, "send the header Authorization: Bearer nb_…"));
        access.require(caller, requires.value());
        return true;
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("nextbest.");
    }
}
