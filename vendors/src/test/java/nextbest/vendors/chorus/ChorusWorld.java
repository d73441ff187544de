package nextbest.vendors.chorus;

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
final class ChorusWorld implements ConversationContract.World, AutoCloseable {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    final FakeChorus fake = new FakeChorus(now::get);
    private final Map<String, FakeChorus.Call> calls = new HashMap<>();

    @Override
    public void close() {
        fake.close();
    }

    @Override
    public Line line() {
        return line(Map.of(), Gate.open());
    }

    Line line(Map<String, String> more, Gate gate) {
        Map<String, String> settings = new HashMap<>(Map.of("base", fake.base(), "token", "chorus-token"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new Chorus()
                .open(
                        new Connection("chorus", settings, Mapping.empty("EUR"), now::get),
                        gate,
                        Tokens.inMemory(now::get));
    }

    FakeChorus.Call made() {
        FakeChorus.Call call = fake.call(now.get())
                .person("rep", "Rita Rep", "rita@example.com")
                .person("cust", "Carla Conti", "Carla@Buyer.example");
        calls.put(call.id(), call);
        return call;
    }

    @Override
    public String call() {
        return made().id();
    }

    @Override
    public String callOf(String deal) {
        return made().of(deal).id();
    }

    @Override
    public void says(String call, Duration into, String text) {
        calls.get(call).says("Carla Conti", into, text);
    }

    @Override
    public void found(String call, String tracker, String phrase, Duration into) {
        calls.get(call).found(tracker, phrase, into);
    }

    @Override
    public void delete(String call) {
        fake.delete(call);
    }

    @Override
    public Optional<String> hiddenCall() {
        var unused = made().type("email");
        assert unused != null;
        return Optional.of(made().hidden().id());
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
