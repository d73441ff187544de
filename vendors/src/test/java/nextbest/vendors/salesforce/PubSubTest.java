package nextbest.vendors.salesforce;

import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.ChangeFeed;
import nextbest.vendors.port.ChangeFeed.News;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listening to change events: flow, places, gaps, repetitions, and what goes wrong. */
class PubSubTest {
    private static final String DEAL = "006000000000001AAA";
    /** Long enough for what is there to arrive; what is not there is waited for no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SalesforceWorld world = new SalesforceWorld();
    private final FakePubSub bus = new FakePubSub(world.fake::session);
    private final ChangeFeed feed = feed(Map.of());

    /** A listener without a place hears what happens from now on: it is given one before anything happens. */
    private Optional<String> place = Optional.empty();

    @BeforeEach
    void begin() {
        bus.tell("Opportunity", "UPDATE", "006000000000000AAA");
        place = Optional.of(java.util.Base64.getEncoder().encodeToString(bus.placeOfLast()));
    }

    @AfterEach
    void close() {
        bus.close();
        world.close();
    }

    private ChangeFeed feed(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "change-events", "/data/ChangeEvents", "pubsub", bus.base(), "organisation", "00D000000000001AAA"));
        settings.putAll(more);
        return world.line(settings, Gate.open()).changeFeed().orElseThrow();
    }

    private News next() {
        News news = feed.next(place, PATIENCE);
        place = news.place();
        return news;
    }

    private static Set<Hint> hints(News news) {
        Set<Hint> hints = new LinkedHashSet<>();
        news.calls().forEach(call -> hints.addAll(read(call).records()));
        return hints;
    }

    private static Hints read(String call) {
        return new OutboundMessages().read(call.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatChangedIsNamedAndThePlaceIsGoneOnFrom() {
        bus.tell("Opportunity", "UPDATE", DEAL);
        bus.tell("Account", "CREATE", "001000000000001AAA");
        assertThat(hints(next()))
                .containsExactly(new Hint(Kind.DEAL, DEAL), new Hint(Kind.CLIENT, "001000000000001AAA"));
        bus.tell("Task", "UPDATE", "00T000000000001AAA");
        assertThat(hints(next()))
                .containsExactly(
                        new Hint(Kind.TASK, "00T000000000001AAA"), new Hint(Kind.ACTIVITY, "00T000000000001AAA"));
        assertThat(bus.schemasAsked()).as("a schema is fetched once").isEqualTo(1);
    }

    @Test
    void aPersonWhoIsPutToADealIsNewsOfTheDeal() {
        bus.tellOf("OpportunityContactRole", "CREATE", DEAL, "00K000000000001AAA");
        News news = next();
        assertThat(hints(news)).containsExactly(new Hint(Kind.DEAL, DEAL));
        assertThat(read(news.calls().getFirst()).oddities()).isEmpty();
    }

    @Test
    void nothingComesThatWasNotAskedForAndNothingIsLost() {
        for (int i = 0; i < 1_234; i++) {
            bus.tell("Opportunity", "UPDATE", String.format(Locale.ROOT, "006%012dAAA", i));
        }
        Set<Hint> all = new LinkedHashSet<>();
        List<Integer> sizes = new ArrayList<>();
        while (all.size() < 1_234) {
            News news = next();
            sizes.add(news.calls().size());
            all.addAll(hints(news));
        }
        assertThat(bus.mostPending()).as("never more on their way").isEqualTo(100);
        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 510));
    }

    /** Places change when an organisation is moved; the event's own id does not. */
    @Test
    void anEventThatIsDeliveredAgainIsTheSameText() {
        bus.tell("Opportunity", "UPDATE", DEAL);
        List<String> first = next().calls();
        bus.repeatLast();
        assertThat(next().calls()).isEqualTo(first).hasSize(1);
    }

    @Test
    void aGapNamesItsRecordsAndAnOverflowEverything() {
        bus.tell("Opportunity", "GAP_UPDATE", DEAL);
        News gap = next();
        assertThat(hints(gap)).containsExactly(new Hint(Kind.DEAL, DEAL));
        assertThat(gap.missed()).isFalse();
        bus.tell("Opportunity", "GAP_OVERFLOW");
        assertThat(next().missed()).isTrue();
    }

    @Test
    void aPlaceThatIsKeptNoLongerIsGivenUpAndSaid() {
        bus.tell("Opportunity", "UPDATE", DEAL);
        next();
        bus.forget();
        News lost = next();
        assertThat(lost.missed()).isTrue();
        assertThat(lost.place()).isEmpty();
        assertThat(lost.calls()).isEmpty();
    }

    @Test
    void aSignOfLifeMovesThePlaceWithoutEvents() throws InterruptedException {
        place = Optional.empty();
        Thread life = Thread.ofVirtual().start(() -> {
            while (!bus.isListenedTo()) {
                Thread.onSpinWait();
            }
            bus.signOfLife();
        });
        News nothing = next();
        life.join();
        assertThat(nothing.calls()).isEmpty();
        assertThat(nothing.place()).isPresent();
        // what happens while nobody listens is heard afterwards
        bus.tell("Opportunity", "UPDATE", DEAL);
        assertThat(hints(next())).containsExactly(new Hint(Kind.DEAL, DEAL));
    }

    @Test
    void whereNothingHappensListeningEndsWithThePlaceItBeganWith() {
        News nothing = feed.next(place, Duration.ofMillis(200));
        assertThat(nothing.calls()).isEmpty();
        assertThat(nothing.place()).isEqualTo(place);
    }

    @Test
    void aSessionThatEndedIsMintedAnew() {
        bus.tell("Opportunity", "UPDATE", DEAL);
        next();
        world.fake.endSession();
        bus.tell("Opportunity", "UPDATE", DEAL);
        assertThat(next().calls()).hasSize(1);
        assertThat(world.fake.minted()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadHoldsUpNothingAndIsLookedForAmongEverything() {
        bus.tellNonsense();
        bus.tell("Opportunity", "UPDATE", DEAL);
        News news = next();
        assertThat(hints(news)).containsExactly(new Hint(Kind.DEAL, DEAL));
        assertThat(news.missed()).isTrue();
        assertThat(read(news.calls().getFirst()).oddities()).hasSize(1);
    }

    @Test
    void refusalsAreSortedByWhatComesNext() {
        Map<Status, Cause> sorted = Map.of(
                Status.PERMISSION_DENIED, Cause.FORBIDDEN,
                Status.RESOURCE_EXHAUSTED, Cause.THROTTLED,
                Status.UNAVAILABLE, Cause.UNAVAILABLE,
                Status.UNAUTHENTICATED, Cause.UNAUTHORISED,
                Status.NOT_FOUND, Cause.REJECTED);
        sorted.forEach((status, cause) -> {
            bus.refuse(status.withDescription("the session 'session-1' may not"));
            assertThat(trouble(cause, this::next)).hasMessageNotContaining("session-1");
        });
        bus.close();
        trouble(Cause.UNAVAILABLE, this::next);
    }

    /** The fake's description of the messages, which its answers are made by, is that of the published contract. */
    @Test
    void theFakeKeepsToTheContract() throws IOException {
        String shared = System.getProperty("nextbest.shared", "../../shared");
        Path proto = Path.of(shared, "integrations", "contracts", "salesforce", "pubsub_api-2024-09.proto");
        assumeTrue(Files.exists(proto), "skipped: the contract is not there: " + proto);
        String contract = Files.readString(proto).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
        List<String> checked = new ArrayList<>();
        for (Descriptor type : FakePubSub.contract().getMessageTypes()) {
            Matcher body = Pattern.compile("(?s)message " + type.getName() + " \\{(.*?)}")
                    .matcher(contract);
            assertThat(body.find()).as(type.getName()).isTrue();
            for (FieldDescriptor field : type.getFields()) {
                String kind = switch (field.getJavaType()) {
                    case MESSAGE -> field.getMessageType().getName();
                    case ENUM -> field.getEnumType().getName();
                    default -> field.getType().name().toLowerCase(Locale.ROOT);
                };
                String line = (field.isRepeated() ? "repeated " : "") + kind + " " + field.getName() + " = "
                        + field.getNumber() + ";";
                assertThat(body.group(1).replaceAll("\\s+", " ")).contains(line);
                checked.add(line);
            }
        }
        assertThat(contract.replaceAll("\\s+", " "))
                .contains(
                        "package eventbus.v1;",
                        "rpc Subscribe (stream FetchRequest) returns (stream FetchResponse);",
                        "rpc GetSchema (SchemaRequest) returns (SchemaInfo);",
                        "LATEST = 0; EARLIEST = 1; CUSTOM = 2;");
        // 3 + 2 + 4 + 4 + 1 + 3 fields are played
        assertThat(checked).hasSize(17);
    }
}
