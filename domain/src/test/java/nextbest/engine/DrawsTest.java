package nextbest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import nextbest.identity.DecisionId;
import org.junit.jupiter.api.Test;

class DrawsTest {
    @Test
    void theSameDecisionDrawsTheSameNumbersAndEachPlaceItsOwn() {
        DecisionId id = new DecisionId(new UUID(1, 2));

        assertThat(Draws.uniform(id, 0)).isEqualTo(Draws.uniform(id, 0)).isNotEqualTo(Draws.uniform(id, 1));
    }

    @Test
    void neighbouringDecisionsDrawAsIfByChance() {
        // 10,000 uniform numbers in 10 bins: chi-square with 9 degrees of freedom, 99.9 % below 27.88.
        int[] bins = new int[10];
        for (long n = 0; n < 10_000; n++) {
            bins[(int) (Draws.uniform(new DecisionId(new UUID(0, n)), 0) * 10)]++;
        }
        double chiSquare = 0;
        for (int bin : bins) {
            chiSquare += (bin - 1000.0) * (bin - 1000.0) / 1000;
        }
        assertThat(chiSquare).isLessThan(27.88);
    }
}
