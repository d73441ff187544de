package nextbest.vendors.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nextbest.vendors.Line;
import nextbest.vendors.port.ConversationContract;
import nextbest.vendors.simulated.SimulatedWorld.Sort;

/** The simulated system keeps what every system with calls keeps. */
class SimulatedCallsTest extends ConversationContract {
    private final SimulatedPeople people = new SimulatedPeople("calls");

    @Override
    protected World world() {
        return new World() {
            @Override
            public Line line() {
                return people.line();
            }

            @Override
            public String call() {
                return callOf("");
            }

            @Override
            public String callOf(String deal) {
                return people.world()
                        .add(
                                Sort.CALL,
                                Map.of("ours", "rita@example.com", "buyer", "Carla@Buyer.example", "deal", deal));
            }

            private Instant at(String call, Duration into) {
                return people.world().find(Sort.CALL, call).orElseThrow().made.plus(into);
            }

            @Override
            public void says(String call, Duration into, String text) {
                people.world().line(call, new SimulatedWorld.Line("said", at(call, into), text));
            }

            @Override
            public void found(String call, String tracker, String phrase, Duration into) {
                people.world().line(call, new SimulatedWorld.Line("found " + tracker, at(call, into), phrase));
            }

            @Override
            public void delete(String call) {
                people.world().delete(call);
            }

            @Override
            public Optional<String> hiddenCall() {
                return Optional.of(people.world().add(Sort.CALL, Map.of("private", "true")));
            }

            @Override
            public void later() {
                people.later();
            }

            @Override
            public Instant now() {
                return people.now();
            }
        };
    }
}
