package nextbest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nextbest.event.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays at a server that behaves as the API is described; real time is made up, so that nothing waits. */
class SimulationTest {
    private static final SimulationOptions OPTIONS =
            new SimulationOptions(5, new DemoSize(6, 20, 30, 24, 1), 45, Duration.ofMinutes(10));

    private final List<String> progress = new ArrayList<>();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private SimulationSummary play(SimulationOptions options) throws InterruptedException {
        return Simulation.run(api.address(), FakeApi.OPERATOR, options, progress::add, api);
    }

    @Test
    void wholeLoopIsSeen() throws InterruptedException {
        SimulationSummary summary = play(OPTIONS);

        assertThat(api.offences).isEmpty();
        assertThat(summary.troubles()).isEmpty();
        assertThat(summary.ended()).isEqualTo(SimulationSummary.Ending.PLAYED);
        assertThat(summary.counts())
                .containsKeys(
                        "answers.accepted",
                        "answers.dismissed",
                        "answers.kept-back",
                        "answers.snoozed",
                        "answers.overridden",
                        "cards.left-unanswered",
                        "actions.executed",
                        "clients.presented",
                        "clients.refused",
                        "deals.opened",
                        "deals.won",
                        "deals.won.eur",
                        "deals.lost",
                        "answers.refused.superseded");
        assertThat(summary.count("events.accepted")).isEqualTo(api.events.size());
        assertThat(summary.report()).containsKey("rep");
        // 45 working days are nine weeks less the weekend at the end
        assertThat(Duration.between(summary.from(), summary.until()).toDays()).isBetween(60L, 63L);
    }

    @Test
    void programAnswersInTheRepsNamesWhatTheirMailDelivered() throws InterruptedException {
        SimulationSummary summary = Simulation.run(api.address(), FakeApi.INTEGRATION, OPTIONS, progress::add, api);
        assertThat(api.offences).isEmpty();
        assertThat(summary.troubles()).isEmpty();
        assertThat(summary.count("cards.nothing-to-answer"))
                .as("not delivered yet")
                .isPositive();
        assertThat(summary.count("answers.accepted")).isPositive();
        assertThat(summary.count("answers.kept-back")).isPositive();
    }

    @Test
    void theWayOfAResearchNoteIsToldUpToTheAnswerOfProductManagement() throws InterruptedException {
        SimulationSummary summary = play(OPTIONS);

        // of nine clients one in three is shown the product: one accepts, one wants to know more, one refuses
        assertThat(summary.counts())
                .containsEntry("products.followed", 9L)
                .containsEntry("products.presented", 3L)
                .containsEntry("products.kept-back", 6L)
                .containsEntry("products.accepted", 1L)
                .containsEntry("products.interested", 1L)
                .containsEntry("products.refused", 1L)
                .containsEntry("products.alerts-answered", 1L)
                .containsEntry("products.answers-read", 1L);
        assertThat(progress)
                .anyMatch(line -> line.contains("A research note arrives"))
                .anyMatch(line -> line.contains("reads on Energy management"));
    }

    @Test
    void countsAreThoseOfTheOtherSide() throws InterruptedException {
        SimulationSummary summary = play(OPTIONS);
        api.answers.forEach((disposition, count) -> assertThat(summary.count("answers."
                        + disposition.toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
                .as(disposition)
                .isEqualTo(count.longValue()));
        assertThat(api.events.values().stream()
                        .filter(event -> EventReading.type(event) == EventType.OUTCOME)
                        .filter(event -> EventReading.text(event, "id").contains("/run"))
                        .count())
                .isEqualTo(summary.count("deals.won") + summary.count("deals.lost"));
    }

    @Test
    void lostAnswersAndBusyServersAreAskedAgainWithTheSameBytes() throws InterruptedException {
        api.stumbles = true;
        SimulationSummary summary = play(OPTIONS);
        assertThat(api.offences).isEmpty();
        assertThat(summary.count("requests.repeated")).isPositive();
        assertThat(summary.count("events.duplicate")).isPositive();
        assertThat(summary.count("answers.accepted")).isPositive();
        assertThat(summary.count("deals.won")).isPositive();
    }

    @Test
    void peopleHearOfItAtMostTwiceASecond() throws InterruptedException {
        long begin = api.nanos();
        play(OPTIONS);
        long seconds = Duration.ofNanos(api.nanos() - begin).toSeconds();
        long announced = progress.stream()
                .filter(line -> line.startsWith("loading") || line.startsWith("playing") || line.startsWith("done"))
                .count();
        assertThat(progress.size() - announced).isLessThanOrEqualTo(2 * seconds + 1);
        assertThat(progress).anyMatch(line -> line.matches("day \\d+, .*accepts.*"));
        assertThat(progress).anyMatch(line -> line.contains("is won for EUR"));
        assertThat(progress.getLast()).startsWith("done");
    }

    @Test
    void endsWhenTheRealTimeIsOver() throws InterruptedException {
        SimulationSummary summary = play(new SimulationOptions(5, DemoSize.small(), 45, Duration.ofSeconds(20)));
        assertThat(summary.ended()).isEqualTo(SimulationSummary.Ending.OUT_OF_TIME);
        assertThat(summary.report()).isNotEmpty();
    }

    @Test
    void secondRunPlaysWithNewDealsOfTheSameOrganisation() throws InterruptedException {
        SimulationOptions few = new SimulationOptions(5, DemoSize.small(), 10, Duration.ofMinutes(10));
        play(few);
        SimulationSummary second = play(few);
        assertThat(api.offences).isEmpty();
        assertThat(second.count("events.refused")).isZero();
        assertThat(second.count("cards.seen")).isPositive();
        assertThat(api.events.values().stream()
                        .filter(event -> EventReading.type(event) == EventType.CLIENT)
                        .count())
                .isEqualTo(few.size().clients());
    }

    @Test
    void saysSoWhenNothingIsDelivered() throws InterruptedException {
        api.shadow = true;
        SimulationSummary summary = play(new SimulationOptions(5, DemoSize.small(), 5, Duration.ofMinutes(10)));
        assertThat(summary.troubles()).anyMatch(trouble -> trouble.contains("go-live"));
        assertThat(summary.count("cards.none.not-live")).isPositive();
        assertThat(summary.lines()).anyMatch(line -> line.startsWith("trouble no rep saw a card"));
    }

    @Test
    void wrongTokenIsExplained() {
        assertThatThrownBy(() -> Simulation.run(api.address(), "wrong", OPTIONS, progress::add, api))
                .isInstanceOf(ApiRefusal.class)
                .hasMessageContaining("OPERATOR")
                .hasMessageContaining("401");
    }

    @Test
    void wallClockIsRefusedBecauseNothingCouldBeSeen() {
        api.rate = 1;
        assertThatThrownBy(() -> play(OPTIONS))
                .isInstanceOf(ApiRefusal.class)
                .hasMessageContaining("--clock")
                .hasMessageContaining("rate 1.0");
        assertThat(api.events).isEmpty();
    }

    @Test
    void deadAddressIsExplained() {
        URI dead = URI.create("http://localhost:1");
        assertThatThrownBy(() -> Simulation.run(dead, FakeApi.OPERATOR, OPTIONS, progress::add, api))
                .isInstanceOf(ApiRefusal.class)
                .hasMessageContaining("is the instance running?");
    }

    @Test
    void cardIsReadByItsParts() {
        Map<String, Object> body = Map.of(
                "decision",
                "d",
                "state",
                "DELIVERED",
                "points",
                88,
                "urgency",
                "HIGH",
                "title",
                "Send it",
                "alternatives",
                List.of(Map.of("position", 2, "title", "Quote it")),
                "positions",
                List.of(
                        Map.of("position", 2, "action", "generate-quote", "rep", "NO_ANSWER"),
                        Map.of("position", 1, "action", "send-roi-calculator", "rep", "VIEWED"),
                        Map.of("position", 3, "action", "escalate", "engine", "CAPPED")));
        Card card = Card.read(body).orElseThrow();
        assertThat(card.isUrgent()).isTrue();
        assertThat(card.points()).isEqualTo(88);
        assertThat(card.positions())
                .containsExactly(
                        new Card.Position(1, "send-roi-calculator", "Send it"),
                        new Card.Position(2, "generate-quote", "Quote it"));
        assertThat(Card.read(Map.of())).isEmpty();
    }
}
