package nextbest.vendors.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;

/**
 * The line to a vendor: one deadline for a whole exchange, a bound on what is read, no redirection (credentials go to the
 * address that was configured and to no other). What could not be sent, and what broke off, is told apart: only the second can
 * have had an effect.
 */
public final class Wire {
    /** A longer answer is not read. */
    static final int MOST_BYTES = 20_000_000;
    /** Waiting at the gate for longer is the caller's business. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Gate gate;
    private final Duration deadline;
    private final InstantSource real;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("vendor-", 0).factory());

    /**
     * @param deadline for one exchange
     * @param real the wall clock: dates that vendors send are about it
     */
    public Wire(Gate gate, Duration deadline, InstantSource real) {
        this.gate = Objects.requireNonNull(gate, "gate");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        this.real = Objects.requireNonNull(real, "real");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline.compareTo(Duration.ofSeconds(10)) < 0 ? deadline : Duration.ofSeconds(10))
                .build();
    }

    public InstantSource real() {
        return real;
    }

    /**
     * Sends a request and reads the answer, whatever its status.
     *
     * @throws VendorTrouble {@code THROTTLED} if the limits say wait, {@code UNAVAILABLE} if it was not received or nothing can
     *     have changed, {@code UNCERTAIN} if it may have had an effect
     */
    public Answer send(Call call) {
        requireSecure(call.uri());
        pay(call);
        CompletableFuture<Answer> exchange = CompletableFuture.supplyAsync(() -> exchange(call), threads);
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw brokenOff(call, "no whole answer within " + deadline);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw brokenOff(call, "the call was given up");
        }
    }

    /** Nobody asks within a limit for a while. */
    public void close(Limit limit, Duration during) {
        gate.close(limit, during);
    }

    /** As long as to wait by the answer's header, and nobody else asks within the limit until then. */
    public VendorTrouble throttled(Call call, Answer answer, Limit limit, Duration unlessSaid) {
        Duration wait = waitSaid(answer).orElse(unlessSaid);
        gate.close(limit, wait);
        return new VendorTrouble(
                Cause.THROTTLED,
                call.what() + ": the vendor's limit '" + limit.scope() + "' is used up (status " + answer.status()
                        + "); to be asked again in " + wait,
                wait);
    }

    /** What {@code Retry-After} says, as seconds or as a moment; at most a day. */
    public Optional<Duration> waitSaid(Answer answer) {
        return answer.header("Retry-After").flatMap(value -> RetryAfter.read(value, real.instant()));
    }

    /** Whether credentials may be sent there: with encryption, or to this machine. */
    public static boolean isSecure(URI uri) {
        boolean here = uri.getHost() != null && uri.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
        return ("https".equals(uri.getScheme()) && uri.getHost() != null) || ("http".equals(uri.getScheme()) && here);
    }

    private static void requireSecure(URI uri) {
        if (!isSecure(uri)) {
            throw new VendorTrouble(
                    Cause.REJECTED,
                    "a vendor's address begins with https:// (http:// on this machine only), but this begins with "
                            + uri.getScheme() + "://" + uri.getHost());
        }
    }

    private void pay(Call call) {
        Duration waited = Duration.ZERO;
        while (true) {
            Duration wait = gate.pay(call.tolls());
            if (wait.isZero()) {
                return;
            }
            waited = waited.plus(wait);
            if (waited.compareTo(LONGEST_WAIT) > 0) {
                throw new VendorTrouble(
                        Cause.THROTTLED, call.what() + ": our share of the vendor's limits is used up", wait);
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VendorTrouble(Cause.UNAVAILABLE, call.what() + ": given up while waiting for its turn");
            }
        }
    }

    private Answer exchange(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(deadline)
                .method(
                        call.method(),
                        call.body()
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        call.headers().forEach(request::header);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), response.headers(), read(call, body));
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new VendorTrouble(Cause.UNAVAILABLE, call.what() + ": the vendor could not be reached");
        } catch (IOException e) {
            throw brokenOff(call, "the exchange broke off (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw brokenOff(call, "the call was given up");
        }
    }

    private static VendorTrouble brokenOff(Call call, String how) {
        return call.changes()
                ? new VendorTrouble(Cause.UNCERTAIN, call.what() + ": " + how + "; it may have been done")
                : new VendorTrouble(Cause.UNAVAILABLE, call.what() + ": " + how);
    }

    private static String read(Call call, InputStream body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > MOST_BYTES) {
                throw new VendorTrouble(
                        Cause.NOT_UNDERSTOOD, call.what() + ": the answer has more than " + MOST_BYTES + " bytes");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
