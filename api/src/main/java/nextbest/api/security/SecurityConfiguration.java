package nextbest.api.security;

import java.util.List;
import nextbest.api.ApiSettings;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.ProblemWriter;
import nextbest.api.problem.Refusal;
import nextbest.api.request.IdempotencyKeys;
import nextbest.store.clock.BusinessTime;
import nextbest.store.request.RequestLog;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Four kinds of addresses: the API (bearer token, no cookies, so no CSRF), answer links, webhooks and embedded cards (the address itself
 * is the key, no cookies either), and pages (session cookie and CSRF token). Which role may do what is not said here but in {@link Access}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** Boot would otherwise make a user with a password and write it to the log. */
    @Bean
    AuthenticationManager noOtherWayIn() {
        return authentication -> {
            throw new org.springframework.security.authentication.BadCredentialsException("there is no other way in");
        };
    }

    @Bean
    RateLimit requestLimit(ApiSettings settings, BusinessTime time) {
        return settings.requestsPerSecond() == 0
                ? RateLimit.none()
                : new TokenBucket(2.0 * settings.requestsPerSecond(), settings.requestsPerSecond(), time::realNow);
    }

    @Bean
    @Order(1)
    SecurityFilterChain apiAddresses(
            HttpSecurity http,
            Tokens tokens,
            BusinessTime time,
            ProblemWriter problems,
            RateLimit requestLimit,
            RequestLog requests,
            ApiSettings settings) {
        common(http, List.of());
        secure(http, settings);
        http.securityMatcher("/api/**", "/actuator/**")
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new TokenEntry(tokens, time, problems, requestLimit), AuthorizationFilter.class)
                .addFilterAfter(
                        new IdempotencyKeys(requests, problems, SecurityConfiguration::owner),
                        AuthorizationFilter.class)
                .authorizeHttpRequests(requests1 -> requests1
                        .requestMatchers("/api/openapi", "/api/openapi.json", "/api/openapi.yaml")
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole(Role.OPERATOR.name())
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> problems.write(
                                request,
                                response,
                                Refusal.of(
                                        ProblemKind.UNAUTHENTICATED,
                                        "no token was sent; send the header Authorization: Bearer nb_…")))
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                request,
                                response,
                                Refusal.of(ProblemKind.FORBIDDEN, "this needs the role " + Role.OPERATOR))));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain linkAddresses(HttpSecurity http, ApiSettings settings) {
        common(http, List.of());
        secure(http, settings);
        http.securityMatcher("/a/**", "/apps/**", "/assets/**", "/webhooks/**")
                .csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll());
        return http.build();
    }

    /** A card in a CRM's sidebar: the address is the session, so there is no cookie that another page could make use of. */
    @Bean
    @Order(3)
    SecurityFilterChain embeddedAddresses(HttpSecurity http, ApiSettings settings) {
        common(http, settings.frameAncestors());
        secure(http, settings);
        http.securityMatcher("/e/**")
                .csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll());
        return http.build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain pageAddresses(HttpSecurity http, Sessions sessions, ApiSettings settings) {
        common(http, List.of());
        secure(http, settings);
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("nextbest_csrf");
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax")
                .httpOnly(true)
                .secure(settings.isSecure())
                .path("/"));
        http.csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .addFilterBefore(new SessionEntry(sessions), AuthorizationFilter.class)
                // who may see which page is said at the pages, and asked by Admission
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .exceptionHandling(errors -> errors.accessDeniedHandler(new LostForm()));
        return http.build();
    }

    private static void secure(HttpSecurity http, ApiSettings settings) {
        if (settings.isSecure()) {
            // TLS may end at a proxy: the public address says whether it is there
            http.headers(headers -> headers.httpStrictTransportSecurity(hsts -> hsts.requestMatcher(request -> true)));
        }
    }

    /** @param frameAncestors who may show these addresses in a frame; empty: nobody */
    private static void common(HttpSecurity http, List<String> frameAncestors) {
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .headers(headers -> {
                    headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentPolicy(frameAncestors)));
                    headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
                    headers.permissionsPolicyHeader(permissions ->
                            permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
                    headers.crossOriginOpenerPolicy(coop -> coop.policy(
                            org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                    .CrossOriginOpenerPolicy.SAME_ORIGIN));
                    if (frameAncestors.isEmpty()) {
                        headers.frameOptions(frame -> frame.deny());
                    } else {
                        headers.frameOptions(frame -> frame.disable());
                    }
                });
    }

    /** Scripts, styles and pictures from us only, none inside a page. */
    private static String contentPolicy(List<String> frameAncestors) {
        return "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors "
                + (frameAncestors.isEmpty() ? "'none'" : String.join(" ", frameAncestors));
    }

    private static IdempotencyKeys.Owner owner() {
        return Callers.current()
                .map(caller -> new IdempotencyKeys.Owner(caller.tenant(), caller.credential()))
                .orElseThrow(() -> new IllegalStateException("idempotency keys come after authentication"));
    }
}
