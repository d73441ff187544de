package nextbest.activities.drafting;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP with an end: one deadline for the whole exchange, so that an endpoint that sends a byte a second is given up, and a bound
 * on what is read. It follows no redirection: a key goes to the address that was configured and to no other.
 */
final class BoundedHttp implements HttpClient {
    /** A longer answer is not read. */
    static final int MOST_BYTES = 1_000_000;

    private final java.net.http.HttpClient client;
    private final Duration deadline;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("drafting-", 0).factory());

    private BoundedHttp(Duration deadline) {
        this.deadline = deadline;
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(deadline.compareTo(Duration.ofSeconds(10)) < 0 ? deadline : Duration.ofSeconds(10))
                .build();
    }

    /** Went wrong on the way; carried through the library untouched. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient LanguageModel.Trouble trouble;

        Interrupted(LanguageModel.Trouble trouble) {
            super(trouble.getMessage());
            this.trouble = trouble;
        }

        LanguageModel.Trouble trouble() {
            return trouble;
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        CompletableFuture<SuccessfulHttpResponse> exchange =
                CompletableFuture.supplyAsync(() -> exchange(request), threads);
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw trouble(
                    LanguageModel.Cause.TIME_OUT,
                    "the endpoint did not answer in full within " + deadline,
                    Duration.ZERO);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw trouble(LanguageModel.Cause.TIME_OUT, "the call was given up", Duration.ZERO);
        }
    }

    private SuccessfulHttpResponse exchange(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .timeout(deadline)
                .method(
                        request.method().name(),
                        request.body() == null
                                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                                : java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        try {
            HttpResponse<InputStream> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() / 100 != 2) {
                    throw refused(response);
                }
                return SuccessfulHttpResponse.builder()
                        .statusCode(response.statusCode())
                        .headers(response.headers().map())
                        .body(read(body))
                        .build();
            }
        } catch (java.net.http.HttpTimeoutException e) {
            throw trouble(
                    LanguageModel.Cause.TIME_OUT, "the endpoint did not answer within " + deadline, Duration.ZERO);
        } catch (ConnectException e) {
            throw trouble(LanguageModel.Cause.NOT_REACHED, "the endpoint could not be reached", Duration.ZERO);
        } catch (IOException e) {
            throw trouble(
                    LanguageModel.Cause.NOT_REACHED,
                    "the exchange with the endpoint broke off: " + e.getClass().getSimpleName(),
                    Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw trouble(LanguageModel.Cause.TIME_OUT, "the call was given up", Duration.ZERO);
        }
    }

    private static String read(InputStream body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > MOST_BYTES) {
                throw trouble(
                        LanguageModel.Cause.TOO_LONG,
                        "the endpoint answers with more than " + MOST_BYTES + " bytes",
                        Duration.ZERO);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Interrupted refused(HttpResponse<?> response) {
        int status = response.statusCode();
        Duration after = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
        LanguageModel.Cause cause = switch (status) {
            case 429 -> LanguageModel.Cause.RATE_LIMIT;
            case 401, 403 -> LanguageModel.Cause.AUTHENTICATION;
            case 408 -> LanguageModel.Cause.TIME_OUT;
            case 404, 405, 501 -> LanguageModel.Cause.NOT_COMPATIBLE;
            default ->
                status >= 500
                        ? LanguageModel.Cause.SERVER_ERROR
                        : status >= 400 ? LanguageModel.Cause.BAD_REQUEST : LanguageModel.Cause.NOT_COMPATIBLE;
        };
        return trouble(cause, "the endpoint answered with status " + status, after);
    }

    private static Interrupted trouble(LanguageModel.Cause cause, String message, Duration after) {
        return new Interrupted(new LanguageModel.Trouble(cause, message, after));
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are read whole, never as a stream");
    }

    /** Gives the library this client and no other. */
    static final class Builder implements HttpClientBuilder {
        private Duration connect = Duration.ofSeconds(10);
        private Duration read;

        Builder(Duration deadline) {
            this.read = deadline;
        }

        @Override
        public Duration connectTimeout() {
            return connect;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            connect = timeout;
            return this;
        }

        @Override
        public Duration readTimeout() {
            return read;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            read = timeout;
            return this;
        }

        @Override
        public HttpClient build() {
            return new BoundedHttp(read);
        }
    }
}
