package nextbest.vendors.gong;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import nextbest.vendors.Connection;
import nextbest.vendors.Line;
import nextbest.vendors.Mapping;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.ConversationContract;

/** People who talk, recorded by the fake. */
final class GongWorld implements ConversationContract.World, AutoCloseable {
    static final Map<String, String> APP =
            Map.of("client-id", "client", "client-secret", "secret", "refresh-token", "refresh-0", "access-key", "");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    final FakeGong fake = new FakeGong(now::get);
    private final Map<String, FakeGong.Call> calls = new HashMap<>();
    private final Tokens tokens = Tokens.inMemory(now::get);

    @Override
    public void close() {
        fake.close();
    }

    @Override
    public Line line() {
        return line(Map.of(), Gate.open());
    }

    Line line(Map<String, String> more, Gate gate) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "base", fake.base(), "tokens-at", fake.base(), "access-key", "key", "access-key-secret", "key-secret"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new Gong().open(new Connection("gong", settings, Mapping.empty("EUR"), now::get), gate, tokens);
    }

    private FakeGong.Call made() {
        FakeGong.Call call =
                fake.call(now.get()).party("Internal", "rita@example.com").party("External", "Carla@Buyer.example");
        calls.put(call.id(), call);
        return call;
    }

    @Override
    public String call() {
        return made().id();
    }

    @Override
    public String callOf(String deal) {
        return made().tied("Salesforce", "Opportunity", deal).id();
    }

    @Override
    public void says(String call, Duration into, String text) {
        calls.get(call).says("s2", into, text);
    }

    @Override
    public void found(String call, String tracker, String phrase, Duration into) {
        calls.get(call).found(tracker, phrase, "s2", into);
    }

    @Override
    public void delete(String call) {
        fake.delete(call);
    }

    @Override
    public Optional<String> hiddenCall() {
        var unused = made().with("scope", "Internal");
        assert unused != null;
        return Optional.of(made().with("isPrivate", true).id());
    }

    @Override
    public void later() {
        now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    }

    @Override
    public Instant now() {
        return now.get();
    }
}
