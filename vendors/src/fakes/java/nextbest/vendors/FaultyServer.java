package nextbest.vendors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A server on this machine that a fake answers through, and that goes wrong when a test says so. */
public final class FaultyServer implements AutoCloseable {
    private final HttpServer server;
    private final Answering fake;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    /** What a fake answers. */
    public interface Answering {
        Reply answer(Request request);
    }

    /**
     * What was asked.
     *
     * @param query by name, decoded
     */
    public record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(one -> one.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /** An answer. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public static Reply json(int status, Object body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), Json.write(body));
        }
    }

    /** How a request goes wrong. */
    public enum How {
        SERVER_ERROR,
        /** The connection is cut before anything is done. */
        CUT_BEFORE,
        /** It is done, and the connection is cut before the answer. */
        CUT_AFTER,
        /** Half of the answer, and then nothing. */
        TRUNCATED,
        THROTTLED,
        NOT_JSON
    }

    private record Fault(String path, How how) {}

    public FaultyServer(Answering fake) {
        this.fake = fake;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next request to a path that contains this goes wrong. */
    public synchronized void fail(String path, How how) {
        faults.add(new Fault(path, how));
    }

    /** Method, path and query of every request. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    private synchronized Optional<How> fault(String path) {
        Optional<Fault> next =
                faults.stream().filter(one -> path.contains(one.path())).findFirst();
        next.ifPresent(faults::remove);
        return next.map(Fault::how);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            synchronized (this) {
                log.add(exchange.getRequestMethod() + " " + uri);
            }
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<How> fault = fault(uri.getPath());
            if (fault.filter(How.CUT_BEFORE::equals).isPresent()) {
                return;
            }
            Reply reply = fault.flatMap(FaultyServer::wrong)
                    .orElseGet(() -> fake.answer(new Request(
                            exchange.getRequestMethod(), uri.getPath(), query(uri), Map.copyOf(headers), body)));
            if (fault.filter(How.CUT_AFTER::equals).isPresent()) {
                return;
            }
            send(exchange, reply, fault.filter(How.TRUNCATED::equals).isPresent());
        }
    }

    /** Empty where the fake is asked all the same. */
    private static Optional<Reply> wrong(How how) {
        return switch (how) {
            case SERVER_ERROR -> Optional.of(Reply.json(503, Map.of("errors", List.of("try later"))));
            case THROTTLED -> Optional.of(new Reply(429, Map.of("Retry-After", "1"), "{\"errors\":[\"too many\"]}"));
            case NOT_JSON ->
                Optional.of(new Reply(200, Map.of("Content-Type", "text/html"), "<html>maintenance</html>"));
            case CUT_BEFORE, CUT_AFTER, TRUNCATED -> Optional.empty();
        };
    }

    private static void send(HttpExchange exchange, Reply reply, boolean half) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes, 0, half ? bytes.length / 2 : bytes.length);
            exchange.getResponseBody().flush();
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
