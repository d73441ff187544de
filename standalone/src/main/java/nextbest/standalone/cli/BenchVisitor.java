package nextbest.standalone.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a session who looks at pages, and how long each took. */
final class BenchVisitor {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

    private final URI base;
    private final String cookies;

    private BenchVisitor(URI base, String cookies) {
        this.base = base;
        this.cookies = cookies;
    }

    /**
     * A page that was fetched.
     *
     * @param bytes as they were transferred
     */
    record Page(int bytes, double millis) {}

    /** By the form, as a person does. */
    static BenchVisitor logIn(URI base, String login, String password) {
        HttpResponse<byte[]> door =
                send(HttpRequest.newBuilder(base.resolve("/login")).GET());
        Matcher token = TOKEN.matcher(new String(door.body(), StandardCharsets.UTF_8));
        if (!token.find()) {
            throw new IllegalStateException(
                    "expected a form at " + base + "/login, but saw status " + door.statusCode());
        }
        String cookie = cookies(door);
        HttpResponse<byte[]> in = send(HttpRequest.newBuilder(base.resolve("/login"))
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + encode(token.group(1)) + "&login=" + encode(login)
                        + "&password=" + encode(password))));
        if (in.statusCode() != 302) {
            throw new IllegalStateException(
                    "expected to be let in as " + login + ", but saw status " + in.statusCode());
        }
        return new BenchVisitor(base, cookie + "; " + cookies(in));
    }

    private static String cookies(HttpResponse<?> response) {
        return String.join(
                "; ",
                response.headers().allValues("set-cookie").stream()
                        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                        .toList());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Fetches a page, compressed as a browser asks for it. */
    Page get(String path) {
        long started = System.nanoTime();
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(base.resolve(path))
                .header("Cookie", cookies)
                .header("Accept", "text/html")
                .header("Accept-Encoding", "gzip")
                .GET());
        double millis = BenchVerb.seconds(started) * 1e3;
        if (response.statusCode() != 200) {
            throw new IllegalStateException("expected the page " + path + ", but saw status " + response.statusCode());
        }
        return new Page(response.body().length, millis);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("the pages do not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a page", e);
        }
    }

    /** Milliseconds of visits one after the other. */
    static double[] oneByOne(int visits, IntFunction<Page> visit) {
        double[] millis = new double[visits];
        for (int i = 0; i < visits; i++) {
            millis[i] = visit.apply(i).millis();
        }
        return millis;
    }

    /**
     * Milliseconds of visits that begin at a fixed rate, whether or not earlier ones are answered: from the moment at which each
     * should have begun, so that a queue is seen.
     */
    static double[] atRate(int perSecond, int seconds, IntFunction<Page> visit) throws InterruptedException {
        int visits = perSecond * seconds;
        double[] millis = new double[visits];
        long begin = System.nanoTime();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < visits; i++) {
                int which = i;
                long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                var _ = people.submit(() -> {
                    var _ = visit.apply(which);
                    millis[which] = (System.nanoTime() - due) / 1e6;
                });
            }
        }
        for (double one : millis) {
            if (one == 0) {
                throw new IllegalStateException("a visit got no page; the log of this run says why");
            }
        }
        return millis;
    }
}
