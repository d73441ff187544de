package nextbest.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final Evidence EVIDENCE = new Evidence.Ruled("rule:test", Text.of("test"));

    @Test
    void whatIsLeftGoesToTheLargestRemaindersFirst() {
        // 10 in proportion 1 : 1 : 1 is 3.33 each: one is left, and among equals the first gets it.
        assertThat(LargestRemainder.apportion(10, 1, 1, 1)).containsExactly(4, 3, 3);
        // 100 in proportion 41.5 : 33.2 : 25.3: rounded down 41, 33, 25; the largest remainder is .5.
        assertThat(LargestRemainder.apportion(100, 415, 332, 253)).containsExactly(42, 33, 25);
    }

    @Property
    void thePartsAddUpAndAreOffByLessThanOne(
            @ForAll @IntRange(min = 0, max = 10_000) int total,
            @ForAll @Size(min = 1, max = 17) List<@IntRange(min = 1, max = 800) Integer> weights) {
        int[] of = weights.stream().mapToInt(w -> w).toArray();
        List<Integer> parts = LargestRemainder.apportion(total, of);
        double sum = Arrays.stream(of).sum();

        assertThat(parts.stream().mapToInt(p -> p).sum()).isEqualTo(total);
        for (int i = 0; i < of.length; i++) {
            assertThat(Math.abs(parts.get(i) - total * of[i] / sum)).isLessThan(1);
        }
    }

    @Test
    void nothingCannotBeSplitOverNothing() {
        assertThat(LargestRemainder.apportion(0, 0, 0)).containsExactly(0, 0);
        assertThatThrownBy(() -> LargestRemainder.apportion(1, 0, 0)).hasMessageContaining("cannot split 1");
    }

    @Test
    void aMoveTakesALinePartOfTheWayToItsEnd() {
        // Half of the way from 600 to 800; half of the way from 600 to 0; all moves together at most to the end.
        assertThat(line(600, 500).hundredths()).isEqualTo(700);
        assertThat(line(600, -500).hundredths()).isEqualTo(300);
        assertThat(line(600, 700, 900).hundredths()).isEqualTo(800);
        assertThat(line(600, -700, -900).hundredths()).isZero();
        assertThat(line(600).hundredths()).isEqualTo(600);
    }

    @Test
    void aLineKnowsWhatItWouldBeWithoutOneOfItsMoves() {
        ScoreLine line = line(600, 500, 250);

        assertThat(line.without(line.moves().getFirst())).isEqualTo(650);
    }

    @Test
    void aSelectedCandidateBecomesDeliveredWithheldFailedOrCappedAndNothingElse() {
        assertThat(Disposition.SELECTED.become(Disposition.DELIVERED)).isEqualTo(Disposition.DELIVERED);
        assertThat(Disposition.SELECTED.isFinal()).isFalse();
        assertThatThrownBy(() -> Disposition.SELECTED.become(Disposition.OUTRANKED))
                .hasMessageContaining("allowed");
        assertThatThrownBy(() -> Disposition.OUTRANKED.become(Disposition.DELIVERED))
                .hasMessageContaining("cannot become delivered");
    }

    private static ScoreLine line(int neutral, int... permille) {
        List<Move> moves =
                Arrays.stream(permille).mapToObj(p -> new Move(p, EVIDENCE)).toList();
        return ScoreLine.moved(SubFactor.STAGE_ALIGNMENT, 800, neutral, moves);
    }
}
