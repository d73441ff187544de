package nextbest.api.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import nextbest.api.problem.Problem;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.ProblemWriter;
import nextbest.api.problem.Refusal;
import nextbest.identity.TenantId;
import nextbest.store.request.RequestLog;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries out a request with an {@code Idempotency-Key} once. The same key and the same request get the first answer again,
 * with {@code Idempotent-Replayed: true}; the same key and another request get a 422. A key means something to one caller,
 * one method and one address. Answers with a status of 500 and above are not kept.
 */
public final class IdempotencyKeys extends OncePerRequestFilter {
    public static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";
    private static final Pattern GOOD = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Set<String> METHODS = Set.of("POST", "PUT", "DELETE", "PATCH");

    private final RequestLog requests;
    private final ProblemWriter problems;
    private final Supplier<Owner> owner;

    /** Whose keys they are. */
    public record Owner(TenantId tenant, String credential) {}

    /** @param owner the owner of the request of the current thread, which is authenticated */
    public IdempotencyKeys(RequestLog requests, ProblemWriter problems, Supplier<Owner> owner) {
        this.requests = requests;
        this.problems = problems;
        this.owner = owner;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null
                || !METHODS.contains(request.getMethod())
                || !request.getRequestURI().startsWith("/api/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (!GOOD.matcher(key).matches()) {
            problems.write(request, response, Refusal.invalid(HEADER, key, "1 to 255 visible ASCII characters"));
            return;
        }
        if (keepsNoAnswer(request.getRequestURI())) {
            problems.write(
                    request,
                    response,
                    Refusal.invalid(
                            HEADER, key, "nothing at this address: its answer has a secret, which is not kept"));
            return;
        }
        if (String.valueOf(request.getContentType()).startsWith("multipart/")) {
            // an import is recognised by its content, not by a key
            chain.doFilter(request, response);
            return;
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (BodyTooLarge e) {
            problems.write(request, response, e.refusal());
            return;
        }
        Owner who = owner.get();
        var asked = new RequestLog.Request(
                who.tenant(),
                request.getMethod() + " " + request.getRequestURI() + " by " + who.credential(),
                key,
                hash(request, body));
        switch (requests.begin(asked)) {
            case RequestLog.Begun.First first -> carryOut(asked, new Reread(request, body), response, chain);
            case RequestLog.Begun.Answered(int status, String answer) -> replay(response, status, answer);
            case RequestLog.Begun.UnderWay underWay ->
                problems.write(
                        request,
                        response,
                        Refusal.of(
                                ProblemKind.UNDER_WAY,
                                "a request with this idempotency key is being carried out; ask again in a moment"));
            case RequestLog.Begun.OtherRequest other ->
                problems.write(
                        request,
                        response,
                        Refusal.of(
                                ProblemKind.KEY_REUSED,
                                "the idempotency key '" + key
                                        + "' came with another body or query before; allowed is the same request again,"
                                        + " or a new key"));
        }
    }

    /** Whether an address answers with something that must not lie in a table. */
    public static boolean keepsNoAnswer(String path) {
        return path.equals("/api/v1/tokens");
    }

    private void carryOut(
            RequestLog.Request asked, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var kept = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, kept);
            if (kept.getStatus() < 500) {
                requests.answered(
                        asked, kept.getStatus(), new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8));
                answered = true;
            }
        } finally {
            if (!answered) {
                requests.failed(asked);
            }
            kept.copyBodyToResponse();
        }
    }

    private static void replay(HttpServletResponse response, int status, String answer) throws IOException {
        response.setStatus(status);
        response.setHeader(REPLAYED, "true");
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            response.setContentType(status >= 400 ? Problem.MEDIA_TYPE : "application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static String hash(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.valueOf(request.getQueryString()).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The request with its body to be read again. */
    private static final class Reread extends HttpServletRequestWrapper {
        private final byte[] body;

        Reread(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    return in.read(into, from, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("bodies are read at once");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
