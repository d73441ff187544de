package nextbest.standalone.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as a verb uses it: the same way as any other program. */
final class HttpApi {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final String token;

    HttpApi(URI base, String token) {
        this.base = Objects.requireNonNull(base, "base");
        this.token = Objects.requireNonNull(token, "token");
    }

    /** The same API for another caller. */
    HttpApi as(String otherToken) {
        return new HttpApi(base, otherToken);
    }

    /** The API said no; the message is what it said. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** As {@link #post}, for what takes long. */
    JsonNode post(String path, Object body, Duration patience) {
        return send(request(path)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    JsonNode put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
            if (response.statusCode() >= 400) {
                throw new Refused(response.statusCode(), explain(response.statusCode(), body));
            }
            return body;
        } catch (IOException e) {
            throw new IllegalStateException("the API at " + base + " does not answer; is nextbest still running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the API", e);
        }
    }

    private static String explain(int status, JsonNode problem) {
        StringBuilder text = new StringBuilder(problem.path("title").asString("the API answered " + status));
        String detail = problem.path("detail").asString("");
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        for (JsonNode violation : problem.path("violations")) {
            text.append("\n  ")
                    .append(violation.path("field").asString(""))
                    .append(": saw ")
                    .append(violation.path("seen").asString(""))
                    .append(", allowed is ")
                    .append(violation.path("allowed").asString(""));
        }
        return text.toString();
    }
}
