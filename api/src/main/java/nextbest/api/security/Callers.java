package nextbest.api.security;

import java.util.Optional;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Carries the {@link Caller} of a request from its credentials to the controller that asks for one. */
@Component
public final class Callers implements HandlerMethodArgumentResolver {
    Callers() {}

    /** The caller of the request that this thread works on. */
    static Optional<Caller> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof Known known ? Optional.of(known.caller) : Optional.empty();
    }

    static void enter(Caller caller) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new Known(caller));
        SecurityContextHolder.setContext(context);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        return current().orElseThrow(() -> new IllegalStateException("an open endpoint has no caller"));
    }

    /** Spring Security's view of a caller. */
    private static final class Known extends AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;
        private final transient Caller caller;

        Known(Caller caller) {
            super(AuthorityUtils.createAuthorityList("ROLE_" + caller.role().name()));
            this.caller = caller;
            super.setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return caller.name();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Known known && known.caller.equals(caller);
        }

        @Override
        public int hashCode() {
            return caller.hashCode();
        }
    }
}
