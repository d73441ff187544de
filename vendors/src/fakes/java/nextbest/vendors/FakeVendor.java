package nextbest.vendors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/**
 * A vendor on this machine: answers over HTTP, keeps a log of what it was asked, and does wrong what a test tells it to do wrong.
 * What it answers is the business of the vendor that it plays.
 */
public abstract class FakeVendor implements AutoCloseable {
    /** What goes wrong with one request. */
    public enum How {
        SERVER_ERROR,
        /** The connection is cut before anything is done. */
        CUT_BEFORE,
        /** It is done, and the connection is cut before the answer. */
        CUT_AFTER,
        THROTTLED,
        NOT_JSON
    }

    private record Fault(String call, How how) {}

    /**
     * A request.
     *
     * @param query the values of each parameter, decoded, in the order in which they came
     * @param headers by name, whatever the case
     */
    public record Asked(
            String method, String path, Map<String, List<String>> query, Map<String, String> headers, String body) {
        /** The first value of a parameter. */
        public Optional<String> one(String parameter) {
            return Optional.ofNullable(query.get(parameter)).map(List::getFirst);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * An answer.
     *
     * @param body written as JSON; null: none
     */
    public record Reply(int status, Object body, Map<String, String> headers) {
        public Reply(int status, Object body) {
            this(status, body, Map.of());
        }
    }

    protected final InstantSource clock;
    private final HttpServer server;
    private final String contentType;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();

    /** @param contentType of its answers */
    protected FakeVendor(InstantSource clock, String contentType) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Begins to answer: the last thing that the vendor's constructor does. */
    protected final void open() {
        server.createContext("/", this::handle);
        server.start();
    }

    /** What the vendor answers. Called by one request at a time. */
    protected abstract Reply answer(Asked asked);

    /** How the vendor says "later". */
    protected abstract Reply later();

    public final String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public final void close() {
        server.stop(0);
    }

    /** The next request whose method and path contain this goes wrong. */
    public final synchronized void fail(String call, How how) {
        faults.add(new Fault(call, how));
    }

    /** Method and path of each request. */
    public final synchronized List<String> log() {
        return List.copyOf(log);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        URI uri = exchange.getRequestURI();
        Asked asked =
                new Asked(exchange.getRequestMethod(), uri.getPath(), parameters(uri.getRawQuery()), headers, body);
        Optional<Reply> reply = reply(asked);
        if (reply.isEmpty()) {
            exchange.close();
            return;
        }
        Object said = reply.get().body();
        byte[] bytes = said == null
                ? new byte[0]
                : (said instanceof String text ? text : Json.write(said)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", contentType);
        reply.get().headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(reply.get().status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Empty: the connection is cut. */
    private synchronized Optional<Reply> reply(Asked asked) {
        String call = asked.method() + " " + asked.path();
        log.add(call);
        Optional<Fault> fault =
                faults.stream().filter(one -> call.contains(one.call())).findFirst();
        fault.ifPresent(faults::remove);
        return switch (fault.map(Fault::how).orElse(null)) {
            case null -> Optional.of(answer(asked));
            case SERVER_ERROR -> Optional.of(new Reply(503, Map.of("error", "Service Unavailable")));
            case NOT_JSON -> Optional.of(new Reply(200, "<html>please wait</html>"));
            case THROTTLED -> Optional.of(later());
            case CUT_BEFORE -> Optional.empty();
            case CUT_AFTER -> {
                var unheard = answer(asked);
                assert unheard != null;
                yield Optional.empty();
            }
        };
    }

    /** Of a query, or of a form. */
    protected static Map<String, List<String>> parameters(String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                String[] both = pair.split("=", 2);
                parameters
                        .computeIfAbsent(decoded(both[0]), name -> new ArrayList<>())
                        .add(both.length == 2 ? decoded(both[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Calls an address as the vendor's webhooks do, and says how it answered. */
    protected static int post(URI hook, Map<String, String> headers, byte[] body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(hook).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
