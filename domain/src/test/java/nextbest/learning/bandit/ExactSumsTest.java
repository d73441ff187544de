package nextbest.learning.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
    private static final int DIMENSION = 6;
    private static final int SHARED = 4;

    private record Event(int period, Linearisation decision, int milli) {}

    @Test
    void tenThousandOrdersOfTheSameEventsGiveOneHash() {
        List<Event> events = events(40, 1);
        long expected = sumsOf(events).hash();
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            Collections.shuffle(events, random);
            assertThat(sumsOf(events).hash()).isEqualTo(expected);
        }
    }

    @Test
    void anotherRewardGivesAnotherHash() {
        List<Event> events = events(40, 1);
        long before = sumsOf(events).hash();
        Event first = events.getFirst();
        events.set(0, new Event(first.period, first.decision, 1000 - first.milli));
        assertThat(sumsOf(events).hash()).isNotEqualTo(before);
    }

    @Test
    void anotherMonthGivesAnotherHash() {
        List<Event> events = events(40, 1);
        long before = sumsOf(events).hash();
        Event first = events.getFirst();
        events.set(0, new Event(first.period + 1, first.decision, first.milli));
        assertThat(sumsOf(events).hash()).isNotEqualTo(before);
    }

    @Test
    void retractingLeavesNoTrace() {
        List<Event> events = events(30, 3);
        ExactSums sums = sumsOf(events);
        long before = sums.hash();
        List<Event> extra = events(25, 4);
        extra.forEach(e -> sums.add(e.period, e.decision, e.milli));
        assertThat(sums.hash()).isNotEqualTo(before);
        extra.forEach(e -> sums.retract(e.period, e.decision, e.milli));
        assertThat(sums.hash()).isEqualTo(before);
    }

    @Test
    void partsAddUpToTheWhole() {
        List<Event> events = events(30, 5);
        ExactSums left = sumsOf(events.subList(0, 11));
        left.addAll(sumsOf(events.subList(11, 30)));
        assertThat(left.hash()).isEqualTo(sumsOf(events).hash());
    }

    @Test
    void readingWithoutForgettingSumsEveryPeriodAndWithForgettingHalvesThem() {
        ExactSums sums = new ExactSums(1, 0);
        // one event, w = 2⁻² and u = 1: A grows by 0.25
        Linearisation event = new Linearisation(0, new short[] {4096}, 1 << 22, 0, 1 << 24, 0, 0, 0);
        sums.add(0, event, 1000);
        sums.add(2, event, 1000);
        ExactSums.Reading reading = new ExactSums.Reading(1, 0);
        sums.read(0, 2, Retention.FULL, reading);
        assertThat(reading.own[0]).isEqualTo(0.5);
        assertThat(reading.ownTarget[0]).isEqualTo(2.0);
        sums.read(0, 2, Retention.of(2), reading);
        assertThat(reading.own[0]).isEqualTo(0.375);
        sums.read(0, 1, Retention.of(2), reading);
        assertThat(reading.own[0])
                .as("what happened later is not read")
                .isCloseTo(0.25 * Math.sqrt(0.5), within(1e-12));
    }

    @Test
    void refusesRewardsOffTheScaleAndDecisionsOfAnotherModel() {
        ExactSums sums = new ExactSums(DIMENSION, SHARED);
        Event event = events(1, 6).getFirst();
        assertThatThrownBy(() -> sums.add(0, event.decision, 1001)).hasMessageContaining("0 to 1000");
        assertThatThrownBy(() -> new ExactSums(DIMENSION + 1, 0).add(0, event.decision, 0))
                .hasMessageContaining("expected a decision with 7 features, but got 6");
    }

    private static ExactSums sumsOf(List<Event> events) {
        ExactSums sums = new ExactSums(DIMENSION, SHARED);
        events.forEach(e -> sums.add(e.period, e.decision, e.milli));
        return sums;
    }

    private static List<Event> events(int count, long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            short[] u = new short[DIMENSION];
            for (int j = 0; j < DIMENSION; j++) {
                u[j] = (short) (random.nextInt(8192) - 4096);
            }
            Linearisation decision = Linearisation.at(
                    random.nextInt(3),
                    u,
                    0,
                    random.nextGaussian(),
                    random.nextDouble(),
                    random.nextGaussian(),
                    random.nextDouble());
            events.add(new Event(random.nextInt(4), decision, random.nextInt(1001)));
        }
        return events;
    }
}
