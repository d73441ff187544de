package nextbest.api.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import nextbest.api.problem.ProblemWriter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are larger than their address can need, before anything reads them. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public final class BodyLimits extends OncePerRequestFilter {
    static final long EVENTS = 5_000_000;
    static final long IMPORTS = 200_000_000;
    static final long WEBHOOKS = 5_000_000;
    /** What a reader of documents takes, and room for the form around it. */
    static final long DOCUMENTS = 26_000_000;

    static final long OTHERS = 256_000;

    private final ProblemWriter problems;

    BodyLimits(ProblemWriter problems) {
        this.problems = problems;
    }

    /** The largest body in bytes that an address takes. */
    static long limitOf(String path) {
        return switch (path) {
            case "/api/v1/events" -> EVENTS;
            case "/api/v1/imports" -> IMPORTS;
            case "/api/v1/documents" -> DOCUMENTS;
            default -> path.startsWith("/webhooks/") ? WEBHOOKS : OTHERS;
        };
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limitOf(request.getRequestURI());
        if (request.getContentLengthLong() > limit) {
            // the rest of the body is not read: the connection cannot be used again
            response.setHeader("Connection", "close");
            problems.write(request, response, new BodyTooLarge(limit).refusal());
            return;
        }
        chain.doFilter(new Limited(request, limit), response);
    }

    /** For bodies whose length is not announced. */
    private static final class Limited extends HttpServletRequestWrapper {
        private final long limit;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream(), limit);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream in;
        private final long limit;
        private long seen;

        Counted(ServletInputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws BodyTooLarge {
            seen += read;
            if (seen > limit) {
                throw new BodyTooLarge(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
