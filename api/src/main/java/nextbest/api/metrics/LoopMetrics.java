package nextbest.api.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nextbest.store.Store;
import nextbest.store.operations.Operations;
import nextbest.store.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every organisation's loops stand, as gauges. They are read from the database, so each node says the same, and workers, which
 * have no port, need not be asked.
 */
public final class LoopMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopMetrics.class);
    /** As often as things are usually scraped; each time costs six small queries per organisation. */
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Store store;
    private final Operations operations;
    private final MultiGauge loops;
    private final MultiGauge cards;
    private final MultiGauge outbox;
    private final MultiGauge newsWaiting;
    private final MultiGauge newsOldest;
    private final MultiGauge withoutCard;
    private final MultiGauge live;
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("metrics-", 0).daemon(true).factory());

    private LoopMetrics(Store store, MeterRegistry meters) {
        this.store = store;
        this.operations = new Operations(store.database(), store.time());
        this.loops = gauge(meters, "nextbest.loops", "Open deals by where their loop is", null);
        this.cards = gauge(meters, "nextbest.cards", "Cards by state", null);
        this.outbox = gauge(meters, "nextbest.outbox", "Messages by state", null);
        this.newsWaiting = gauge(meters, "nextbest.news.waiting", "Events that no loop has been told of", null);
        this.newsOldest = gauge(meters, "nextbest.news.oldest", "How long the oldest of them waits", "seconds");
        this.withoutCard = gauge(meters, "nextbest.deals.without.card", "Open deals without a card", null);
        this.live = gauge(meters, "nextbest.live", "1: cards are sent; 0: shadow mode", null);
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String says, String unit) {
        return MultiGauge.builder(name).description(says).baseUnit(unit).register(meters);
    }

    /**
     * Reads once, and from then on every quarter of a minute.
     *
     * @param connections pools whose use is measured too
     */
    public static LoopMetrics start(Store store, Iterable<HikariDataSource> connections, MeterRegistry meters) {
        connections.forEach(pool -> pool.setMetricRegistry(meters));
        LoopMetrics metrics = new LoopMetrics(store, meters);
        var _ = metrics.refresher.scheduleWithFixedDelay(metrics::refresh, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
        return metrics;
    }

    private void refresh() {
        try {
            List<MultiGauge.Row<?>> atLoops = new ArrayList<>();
            List<MultiGauge.Row<?>> atCards = new ArrayList<>();
            List<MultiGauge.Row<?>> atOutbox = new ArrayList<>();
            List<MultiGauge.Row<?>> waiting = new ArrayList<>();
            List<MultiGauge.Row<?>> oldest = new ArrayList<>();
            List<MultiGauge.Row<?>> without = new ArrayList<>();
            List<MultiGauge.Row<?>> modes = new ArrayList<>();
            for (Tenants.Tenant tenant : store.tenants().all()) {
                Operations.State state = operations.state(tenant.id());
                Tags of = Tags.of("tenant", tenant.key());
                rows(atLoops, of, "stage", state.loops());
                rows(atCards, of, "state", state.cardsByState());
                rows(atOutbox, of, "state", state.outbox());
                waiting.add(MultiGauge.Row.of(of, state.newsWaiting()));
                oldest.add(MultiGauge.Row.of(
                        of, state.oldestNews().map(Duration::toSeconds).orElse(0L)));
                without.add(MultiGauge.Row.of(of, state.withoutCard()));
                modes.add(MultiGauge.Row.of(of, tenant.mode() == Tenants.Mode.LIVE ? 1 : 0));
            }
            loops.register(atLoops, true);
            cards.register(atCards, true);
            outbox.register(atOutbox, true);
            newsWaiting.register(waiting, true);
            newsOldest.register(oldest, true);
            withoutCard.register(without, true);
            live.register(modes, true);
        } catch (RuntimeException e) {
            LOG.warn("the loops' metrics could not be read; the last ones stand until the next time", e);
        }
    }

    private static void rows(List<MultiGauge.Row<?>> rows, Tags of, String tag, Map<String, Long> counts) {
        counts.forEach((name, count) -> rows.add(MultiGauge.Row.of(of.and(tag, name), count)));
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
