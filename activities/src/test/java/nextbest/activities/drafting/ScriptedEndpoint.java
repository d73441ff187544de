package nextbest.activities.drafting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAI-compatible endpoint on this machine that does what the script says; the last line is repeated. */
final class ScriptedEndpoint implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What it was sent. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Queue<Line> script = new ArrayDeque<>();
    private Line last = exchange -> send(exchange, 500, "{}");

    interface Line {
        void play(HttpExchange exchange) throws IOException;
    }

    ScriptedEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Line line;
            synchronized (script) {
                line = script.isEmpty() ? last : script.remove();
                last = line;
            }
            try (exchange) {
                line.play(exchange);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    ScriptedEndpoint then(Line line) {
        synchronized (script) {
            script.add(line);
        }
        return this;
    }

    /** Answers with a text. */
    ScriptedEndpoint says(String text) {
        return then(exchange -> send(exchange, 200, completion(text, "stop")));
    }

    /** Answers with what a function makes of the user part that it was sent. */
    ScriptedEndpoint reads(UnaryOperator<String> model) {
        return then(exchange -> {
            String user = JSON.readTree(requests.getLast())
                    .path("messages")
                    .path(1)
                    .path("content")
                    .asString();
            send(exchange, 200, completion(model.apply(user), "stop"));
        });
    }

    ScriptedEndpoint status(int status, String... header) {
        return then(exchange -> {
            for (int i = 0; i + 1 < header.length; i += 2) {
                exchange.getResponseHeaders().add(header[i], header[i + 1]);
            }
            send(exchange, status, "{\"error\": {\"message\": \"scripted\"}}");
        });
    }

    /** Sends a byte now and then and never ends. */
    ScriptedEndpoint trickles() {
        return then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 600; i++) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    ScriptedEndpoint sends(String contentType, String body) {
        return then(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", contentType);
            send(exchange, 200, body);
        });
    }

    /** More than anybody wants to read. */
    ScriptedEndpoint floods() {
        return then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] block = " ".repeat(64_000).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 1_000; i++) {
                    out.write(block);
                }
            }
        });
    }

    static String completion(String text, String finish) {
        return completion(text, finish, 400, 100);
    }

    static String completion(String text, String finish, int sent, int received) {
        return "{\"id\": \"c1\", \"object\": \"chat.completion\", \"created\": 1, \"model\": \"scripted\", \"choices\": [{\"index\": 0,"
                + " \"message\": {\"role\": \"assistant\", \"content\": " + JSON.writeValueAsString(text)
                + "}, \"finish_reason\": \"" + finish + "\"}],"
                + " \"usage\": {\"prompt_tokens\": " + sent + ", \"completion_tokens\": " + received
                + ", \"total_tokens\": " + (sent + received) + "}}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
