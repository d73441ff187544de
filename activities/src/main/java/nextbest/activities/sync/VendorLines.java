package nextbest.activities.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.vendor.Limiter;
import nextbest.store.vendor.VendorConnection;
import nextbest.store.vendor.VendorTokens;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Tokens;
import nextbest.vendors.Vendor;
import nextbest.vendors.Vendors;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.port.VendorTrouble;

/** Opens lines. Limits and tokens are in the database, so that all workers together keep the first and share the second. */
final class VendorLines {
    /** How long a process waits for another one's exchange of tokens before the step is tried again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Store store;
    private final Function<String, Optional<Vendor>> vendors;

    /** @param vendors finds a vendor by its key */
    VendorLines(Store store, Function<String, Optional<Vendor>> vendors) {
        this.store = store;
        this.vendors = vendors;
    }

    /** @throws VendorTrouble {@code REJECTED} if the connection cannot be used as it is */
    Line open(TenantId tenant, VendorConnection connection) {
        Vendor vendor = vendor(connection);
        String currency = store.tenants().get(tenant).currency();
        Connection said = new Connection(
                connection.source(),
                connection.everything(),
                new Mapping(connection.stages(), connection.fields(), currency),
                store.time()::realNow);
        try {
            return vendor.open(said, gate(tenant, connection.source()), tokens(tenant, connection.source()));
        } catch (IllegalArgumentException e) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.REJECTED, "the connection " + connection.source() + ": " + e.getMessage());
        }
    }

    Vendor vendor(VendorConnection connection) {
        return vendors.apply(connection.vendor())
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.REJECTED,
                        "the connection " + connection.source() + " is to the vendor " + connection.vendor()
                                + ", which is not one of " + Vendors.allowed()));
    }

    private Gate gate(TenantId tenant, String source) {
        Limiter limiter = store.vendors().limiter();
        return new Gate() {
            @Override
            public Duration pay(List<Toll> tolls) {
                return tolls.isEmpty()
                        ? Duration.ZERO
                        : limiter.take(
                                tenant,
                                source,
                                tolls.stream()
                                        .map(toll -> share(toll.limit(), toll.cost()))
                                        .toList());
            }

            @Override
            public void close(Limit limit, Duration during) {
                limiter.close(tenant, source, share(limit, 1), during);
            }
        };
    }

    private static Limiter.Share share(Limit limit, double cost) {
        return new Limiter.Share(limit.scope(), limit.allowed(), limit.window(), cost);
    }

    private Tokens tokens(TenantId tenant, String source) {
        VendorTokens kept = store.vendors().tokens();
        return (refused, exchange) -> {
            for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_WAIT) < 0; waited = waited.plus(PAUSE)) {
                switch (kept.turn(tenant, source, refused)) {
                    case VendorTokens.Turn.Use(VendorTokens.Kept token) -> {
                        return token.access();
                    }
                    case VendorTokens.Turn.Exchange(Optional<VendorTokens.Kept> last) -> {
                        return exchanged(tenant, source, last, exchange);
                    }
                    case VendorTokens.Turn.Wait() -> pause();
                }
            }
            throw new VendorTrouble(
                    VendorTrouble.Cause.UNAVAILABLE, "another worker has been exchanging tokens for " + LONGEST_WAIT);
        };
    }

    private String exchanged(
            TenantId tenant,
            String source,
            Optional<VendorTokens.Kept> last,
            Function<Optional<String>, Tokens.Token> exchange) {
        VendorTokens kept = store.vendors().tokens();
        try {
            Tokens.Token fresh =
                    exchange.apply(last.map(VendorTokens.Kept::refresh).filter(refresh -> !refresh.isEmpty()));
            // a vendor that gives no new refresh token lets the old one stand
            String refresh = fresh.refresh()
                    .or(() -> last.map(VendorTokens.Kept::refresh))
                    .orElse("");
            kept.keep(tenant, source, new VendorTokens.Kept(fresh.access(), refresh, fresh.until()));
            return fresh.access();
        } catch (RuntimeException e) {
            kept.giveBack(tenant, source);
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VendorTrouble(VendorTrouble.Cause.UNAVAILABLE, "given up while waiting for a token");
        }
    }
}
