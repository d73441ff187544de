package nextbest.vendors.gong;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.port.ConversationContract;

/** People who talk, recorded by the fake. */
final class GongWorld extends FakeWorld implements ConversationContract.World {
    static final Map<String, String> APP =
            Map.of("client-id", "client", "client-secret", "secret", "refresh-token", "refresh-0", "access-key", "");

    final FakeGong fake = new FakeGong(now::get);
    private final Map<String, FakeGong.Call> calls = new HashMap<>();

    GongWorld() {
        super(new Gong());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "base", fake.base(), "tokens-at", fake.base(), "access-key", "key", "access-key-secret", "key-secret");
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
}
