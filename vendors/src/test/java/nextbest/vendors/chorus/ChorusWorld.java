package nextbest.vendors.chorus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.port.ConversationContract;

/** People who talk, recorded by the fake. */
final class ChorusWorld extends FakeWorld implements ConversationContract.World {
    final FakeChorus fake = new FakeChorus(now::get);
    private final Map<String, FakeChorus.Call> calls = new HashMap<>();

    ChorusWorld() {
        super(new Chorus());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("base", fake.base(), "token", "chorus-token");
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
}
