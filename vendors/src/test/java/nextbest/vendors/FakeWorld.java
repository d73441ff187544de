package nextbest.vendors;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.vendors.http.Gate;

/** A world around a fake: its time, and lines of one installation to it. */
public abstract class FakeWorld implements AutoCloseable {
    /** A Monday morning. */
    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));

    private final Tokens tokens = Tokens.inMemory(now::get);
    private final String source;
    private final Vendor vendor;

    protected FakeWorld(Vendor vendor) {
        this.vendor = vendor;
        this.source = vendor.key();
    }

    /** What a line is opened with. */
    protected abstract Map<String, String> settings();

    protected Mapping mapping() {
        return Mapping.empty("EUR");
    }

    @Override
    public abstract void close();

    public Line line() {
        return line(Map.of(), Gate.open());
    }

    /** Lines of one installation share their tokens. */
    public Line line(Map<String, String> more, Gate gate) {
        return line(more, gate, tokens);
    }

    /** @param more settings beside the usual ones; a blank one takes one away */
    public Line line(Map<String, String> more, Gate gate, Tokens kept) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return vendor.open(new Connection(source, settings, mapping(), now::get), gate, kept);
    }

    /** What a vendor calls the stage that has a key of ours. */
    protected static String theirs(Map<String, String> stages, String ours) {
        return stages.entrySet().stream()
                .filter(entry -> entry.getValue().equals(ours))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** An hour passes. */
    public void later() {
        now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    }

    public Instant now() {
        return now.get();
    }
}
