package nextbest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Corrections of forecasts: only where they help for certain, and never of the order. */
class ForecastMapTest {
    @Test
    void forecastsThatLieTooHighAreBroughtDown() {
        // what comes has a logit lower by 1 than foreseen, and spread half as wide
        Stream stream = new Stream(1, 2_000, logit -> -1 + 0.5 * logit);
        ForecastMap map = ForecastMap.learn(stream.foreseen, stream.came);
        // standard errors at 2,000 cases: below .06 each
        assertThat(map.shift()).isCloseTo(-1, within(0.2));
        assertThat(map.slope()).isCloseTo(0.5, within(0.2));
    }

    @Test
    void rightForecastsAreLeftAloneNearlyAlways() {
        int changed = 0;
        for (int seed = 0; seed < 400; seed++) {
            Stream stream = new Stream(seed, 300, logit -> logit);
            changed += ForecastMap.learn(stream.foreseen, stream.came).isUnchanged() ? 0 : 1;
        }
        // beyond two standard errors on one side lie 2.3 %, 9 of 400, sd 3; the normal law is rough at 150 cases: 20
        assertThat(changed).isLessThanOrEqualTo(20);
    }

    @Test
    void forecastsThatRankTheWrongWayRoundAreLeftAlone() {
        Stream stream = new Stream(2, 2_000, logit -> -3 * logit);
        assertThat(ForecastMap.learn(stream.foreseen, stream.came)).isEqualTo(ForecastMap.unchanged());
        assertThatThrownBy(() -> new ForecastMap(0, 0)).hasMessageContaining("slope above 0");
    }

    @Test
    void whatChangesWithinTheSliceIsNotLearnedFromItsEarlierHalf() {
        Stream early = new Stream(3, 500, logit -> logit - 1.5);
        Stream late = new Stream(4, 500, logit -> logit + 1.5);
        double[] foreseen = join(early.foreseen, late.foreseen);
        assertThat(ForecastMap.learn(foreseen, join(early.came, late.came)).isUnchanged())
                .isTrue();
        // the twin: both halves off by the same
        assertThat(ForecastMap.learn(foreseen, join(early.came, new Stream(4, 500, logit -> logit - 1.5).came))
                        .isUnchanged())
                .isFalse();
    }

    @Test
    void fewForecastsOneKindOfResultAndUnevenColumnsAreNoTrap() {
        Stream few = new Stream(5, 99, logit -> logit - 3);
        assertThat(ForecastMap.learn(few.foreseen, few.came).isUnchanged()).isTrue();
        double[] high = new double[400];
        double[] nothing = new double[400];
        java.util.Arrays.fill(high, 2);
        ForecastMap map = ForecastMap.learn(high, nothing);
        assertThat(map.logit(2)).isLessThan(-1).isFinite();
        assertThatThrownBy(() -> ForecastMap.learn(new double[2], new double[3]))
                .hasMessageContaining("2 and 3");
    }

    @Property(tries = 300)
    void whatIsForetoldMoreOfBeforeIsForetoldMoreOfAfterwards(
            @ForAll @DoubleRange(min = -6, max = 6) double one,
            @ForAll @DoubleRange(min = 0.01, max = 6) double more,
            @ForAll @DoubleRange(min = -3, max = 3) double shift,
            @ForAll @DoubleRange(min = 0.1, max = 3) double slope) {
        ForecastMap learned = ForecastMap.learn(STEEP.foreseen, STEEP.came).then(new ForecastMap(shift, slope));
        assertThat(learned.logit(one + more)).isGreaterThan(learned.logit(one));
        // one after the other is the same as both at once
        assertThat(learned.logit(one))
                .isCloseTo(
                        shift
                                + slope
                                        * ForecastMap.learn(STEEP.foreseen, STEEP.came)
                                                .logit(one),
                        within(1e-9));
    }

    private static final Stream STEEP = new Stream(6, 400, logit -> 1 + 2 * logit);

    private static double[] join(double[] one, double[] other) {
        double[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Forecasts, and results that come with another chance than foreseen. */
    private static final class Stream {
        private final double[] foreseen;
        private final double[] came;

        Stream(long seed, int n, java.util.function.DoubleUnaryOperator truth) {
            Random random = new Random(seed);
            foreseen = new double[n];
            came = new double[n];
            for (int i = 0; i < n; i++) {
                foreseen[i] = random.nextGaussian();
                double chance = 1 / (1 + Math.exp(-truth.applyAsDouble(foreseen[i])));
                came[i] = random.nextDouble() < chance ? 1 : 0;
            }
        }
    }
}
