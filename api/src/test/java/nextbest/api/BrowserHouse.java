package nextbest.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One API and one browser for all tests that need both; they are stopped when the last test is over. */
final class BrowserHouse implements BeforeAllCallback {
    private static Open open;

    private record Open(RunningApi api, Browser browser) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
            api.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // the root's store closes what it holds
        open = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BrowserHouse.class))
                .computeIfAbsent(Open.class, any -> start(), Open.class);
    }

    private static Open start() {
        // skips the tests before anything is started where there is no browser
        var _ = Browser.program();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // links of mails lead here; the page of another site may show a card
        RunningApi api = RunningApi.start(
                "server.port=" + port,
                "nextbest.api.public-url=http://localhost:" + port,
                "nextbest.api.frame-ancestors=http://127.0.0.1:*");
        return new Open(api, Browser.open(api));
    }

    static RunningApi api() {
        return open.api();
    }

    static Browser browser() {
        return open.browser();
    }
}
