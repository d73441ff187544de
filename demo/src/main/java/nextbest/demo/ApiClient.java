package nextbest.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API as a program on the outside sees it. A request that meets an overloaded server, a broken connection or an
 * error on the other side is sent again, the same bytes with the same idempotency key, with growing pauses; every other
 * answer is handed to the caller.
 */
final class ApiClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final URI base;
    private final String token;
    private final Pace pace;
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http;
    private final AtomicLong repeats;

    private ApiClient(URI base, String token, Pace pace, HttpClient http, AtomicLong repeats) {
        this.base = base;
        this.token = token;
        this.pace = pace;
        this.http = http;
        this.repeats = repeats;
    }

    /** @param base address of the instance, for example {@code http://localhost:8080} */
    static ApiClient to(URI base, String token, Pace pace) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new ApiClient(base, token, pace, http, new AtomicLong());
    }

    /** The same API for somebody else; over the same connections, which this one closes. */
    ApiClient as(String other) {
        return new ApiClient(base, other, pace, http, repeats);
    }

    /**
     * What came back.
     *
     * @param body the JSON object, empty if there was none
     */
    record Answer(int status, Map<String, Object> body) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** The last part of the problem's type, for example {@code superseded}; the status where there is none. */
        String problem() {
            Object code = body.get("code");
            if (code instanceof String text) {
                return text;
            }
            return body.get("type") instanceof String type && type.contains(":")
                    ? type.substring(type.lastIndexOf(':') + 1)
                    : "status-" + status;
        }

        String detail() {
            Object violations = body.get("violations");
            return problem() + ": " + body.getOrDefault("detail", "") + (violations == null ? "" : " " + violations);
        }
    }

    Answer get(String path) throws InterruptedException {
        return exchange("GET", path, Optional.empty(), Optional.empty());
    }

    Answer put(String path, Object body) throws InterruptedException {
        return exchange("PUT", path, Optional.of(json.writeValueAsString(body)), Optional.empty());
    }

    /** For what is recognised by its content when it comes again. */
    Answer post(String path, Object body) throws InterruptedException {
        return exchange("POST", path, Optional.of(json.writeValueAsString(body)), Optional.empty());
    }

    /** @param key under which a repetition is recognised */
    Answer post(String path, Object body, String key) throws InterruptedException {
        return exchange("POST", path, Optional.of(json.writeValueAsString(body)), Optional.of(key));
    }

    /** How many requests had to be sent again, those of {@link #as} included. */
    long repeats() {
        return repeats.get();
    }

    private Answer exchange(String method, String path, Optional<String> body, Optional<String> key)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .method(
                        method,
                        body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        body.ifPresent(text -> request.header("Content-Type", "application/json"));
        key.ifPresent(text -> request.header("Idempotency-Key", text));
        return patiently(request.build());
    }

    private Answer patiently(HttpRequest request) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                Answer answer = new Answer(response.statusCode(), read(response.body()));
                if (answer.status() == 401) {
                    throw new ApiRefusal("the API at " + base + " does not know the token (401 for " + request.method()
                            + " " + request.uri().getPath() + "); the simulation needs one of the role OPERATOR, or of"
                            + " the role INTEGRATION, that has not expired");
                }
                if (!isWorthRepeating(answer) || attempt == TRIES) {
                    return answer;
                }
                pause = response.headers()
                        .firstValue("Retry-After")
                        .flatMap(ApiClient::seconds)
                        .orElse(pause);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new ApiRefusal(
                            "the API at " + base + " did not answer " + TRIES + " times in a row (" + request.method()
                                    + " " + request.uri().getPath() + "); is the instance running?",
                            e);
                }
                LOG.debug("{} {} failed, attempt {}", request.method(), request.uri(), attempt, e);
            }
            repeats.incrementAndGet();
            pace.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            pause = pause.multipliedBy(2);
        }
    }

    private static boolean isWorthRepeating(Answer answer) {
        return answer.status() == 429
                || answer.status() >= 500
                || (answer.status() == 409 && answer.problem().equals("under-way"));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("[0-9]{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    private Map<String, Object> read(String body) {
        if (body == null || body.isBlank()) {
            return Map.of();
        }
        try {
            @SuppressWarnings("unchecked") // JSON objects have text keys
            Map<String, Object> map = json.readValue(body, Map.class);
            return map == null ? Map.of() : map;
        } catch (JacksonException e) {
            LOG.debug("an answer of {} characters is no JSON object", body.length(), e);
            return Map.of();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
