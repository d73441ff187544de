package nextbest.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Knows an address and a token, and nothing of our classes: it plays organisation, rep and buyer over HTTP. */
final class OtherProgram {
    private static final JsonMapper JSON = new JsonMapper();
    /** How long something may take that happens by itself; generous, because it is no measure of speed. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI address;
    private final String token;

    OtherProgram(String address, String token) {
        this.address = URI.create(address);
        this.token = token;
    }

    /** An answer of the server. */
    record Reply(int status, String text) {
        JsonNode json() {
            return JSON.readTree(text);
        }
    }

    OtherProgram as(String otherToken) {
        return new OtherProgram(address.toString(), otherToken);
    }

    Reply get(String path) {
        return ask("GET", path, "");
    }

    Reply post(String path, String json) {
        return ask("POST", path, json);
    }

    Reply put(String path, String json) {
        return ask("PUT", path, json);
    }

    private Reply ask(String method, String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + token)
                .method(method, json.isEmpty() ? noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    /** As a browser or a mail scanner does: an address out of a mail, and no token. */
    Reply follow(String method, String link) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofMinutes(1));
        return send(
                method.equals("POST")
                        ? request.header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(""))
                        : request.method(method, noBody()));
    }

    /** Sends a batch; every item must be taken. */
    void events(String events) {
        Reply reply = post("/api/v1/events", "{\"events\": [" + events + "]}");
        if (reply.status() != 200 || reply.json().path("refused").asInt(-1) != 0) {
            throw new AssertionError("all events should be taken, but the answer was " + reply);
        }
    }

    /** Reads again and again until the answer is as wanted. */
    JsonNode until(String what, String path, Predicate<JsonNode> wanted) throws InterruptedException {
        return until(what, () -> get(path), reply -> reply.status() == 200 && wanted.test(reply.json()))
                .json();
    }

    static <T> T until(String what, Supplier<T> look, Predicate<T> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T seen = look.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + PATIENCE.toSeconds() + " s for this: " + what + "; at last it was " + seen);
            }
            Thread.sleep(100);
        }
    }

    private static HttpRequest.BodyPublisher noBody() {
        return HttpRequest.BodyPublishers.noBody();
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
