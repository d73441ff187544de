package nextbest.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DayCapTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    @Test
    void unitsAreTakenInOrderUntilTheDayIsFull() {
        DayCap.Taken taken = DayCap.untouched(3).take(FIRST, List.of("a", "b", "c", "d"));
        assertThat(taken.allowed()).containsExactly("a", "b", "c");
        assertThat(taken.after().take(SECOND, List.of("d")).allowed()).isEmpty();
    }

    @Test
    void theSameUnitOnAnotherCardCostsNothing() {
        DayCap day = DayCap.untouched(2).take(FIRST, List.of("a", "b")).after();
        DayCap.Taken again = day.take(SECOND, List.of("b", "c", "a"));
        assertThat(again.allowed()).containsExactly("b", "a");
        assertThat(again.after().used()).isEqualTo(2);
    }

    @Test
    void askingTwiceIsAskingOnce() {
        DayCap once = DayCap.untouched(3).take(FIRST, List.of("a", "b")).after();
        assertThat(once.take(FIRST, List.of("a", "b")).after()).isEqualTo(once);
    }

    @Test
    void whatAnotherCardShowsTooStaysTakenWhenTheFirstOneFails() {
        DayCap day = DayCap.untouched(2).take(FIRST, List.of("a", "b")).after();
        DayCap shown = day.take(SECOND, List.of("a", "b")).after().giveBack(FIRST);
        assertThat(shown.used()).isEqualTo(2);
        assertThat(shown.take(THIRD, List.of("c")).allowed()).isEmpty();
        assertThat(shown.giveBack(SECOND).take(THIRD, List.of("c")).allowed()).containsExactly("c");
    }

    @Test
    void aClosedDayStaysClosedWhateverIsGivenBack() {
        DayCap day =
                DayCap.untouched(3).take(FIRST, List.of("a")).after().close().giveBack(FIRST);
        assertThat(day.used()).isZero();
        assertThat(day.take(SECOND, List.of("b")).allowed()).isEmpty();
    }

    @Test
    void moreThanTheCapCannotExist() {
        var holders = new TreeMap<String, java.util.SortedSet<UUID>>();
        holders.put("a", new TreeSet<>(List.of(FIRST)));
        holders.put("b", new TreeSet<>(List.of(FIRST)));
        assertThatThrownBy(() -> new DayCap(1, false, holders)).hasMessageContaining("at most 1 units");
    }
}
