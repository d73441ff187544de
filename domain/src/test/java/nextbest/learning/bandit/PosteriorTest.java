package nextbest.learning.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PosteriorTest {
    private static final BanditSettings SETTINGS = BanditSettings.standard();

    @Test
    void oneSuccessMovesTheMeanAsTheFormulaSays() {
        // Prior variance 16, u = 1, η = 0: p₁ = p₂ = 1/2, w = 1/4, v = 16; β = (1/2)/(1 + 4)·16 = 1.6, C = 1/(1/16 +
        // 1/4) = 3.2.
        Posterior posterior = Posterior.prior(ActionSpace.undescribed(1), 1, 0, SETTINGS);
        posterior.absorb(Linearisation.at(0, new short[] {4096}, 0, 0, 16, 0, 0), new double[] {1}, 1000);
        assertThat(posterior.own.meanAt(0, 0)).isCloseTo(1.6, within(1e-6));
        assertThat(posterior.own.covarianceAt(0, 0, 0)).isCloseTo(3.2, within(1e-6));
    }

    @Test
    void beliefsReadFromSumsEqualBeliefsUpdatedOneByOne() {
        for (boolean described : new boolean[] {false, true}) {
            Run run = new Run(described, 3);
            Posterior step = run.prior();
            ExactSums sums = run.emptySums();
            for (int i = 0; i < 300; i++) {
                Linearisation event = run.next(step);
                int milli = run.random.nextInt(1001);
                step.absorb(event, run.u, milli);
                sums.add(0, event, milli);
            }
            run.assertSame(step, run.read(sums));
        }
    }

    @Test
    void lateOutcomesInAnyOrderGiveTheSameBeliefs() {
        Run run = new Run(true, 4);
        Posterior frozen = run.prior();
        List<Linearisation> events = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(run.next(frozen));
            order.add(i);
        }
        Posterior forth = run.prior();
        Posterior shuffled = run.prior();
        for (int i : order) {
            run.absorb(forth, events.get(i), i % 3 == 0 ? 1000 : 0);
        }
        Collections.shuffle(order, new Random(9));
        for (int i : order) {
            run.absorb(shuffled, events.get(i), i % 3 == 0 ? 1000 : 0);
        }
        run.assertSame(forth, shuffled);
    }

    @Test
    void takingOutWhatWasNeverPutInIsAnErrorNotANumber() {
        ExactSums sums = new ExactSums(1, 0);
        sums.add(0, new Linearisation(0, new short[] {4096}, 1 << 22, 0, 1 << 24, 0, 0, 0), 0);
        for (int i = 0; i < 3; i++) {
            sums.retract(0, new Linearisation(0, new short[] {4096}, 1 << 22, 0, 1 << 24, 0, 0, 0), 0);
        }
        assertThatThrownBy(() -> Posterior.read(sums, ActionSpace.undescribed(1), 1, 0, 0, Retention.FULL, SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retracted");
    }

    private static final class Run {
        final Random random;
        final ActionSpace actions;
        final int dimension = 5;
        final int shared;
        final double[] u = new double[dimension];

        Run(boolean described, long seed) {
            random = new Random(seed);
            actions = described
                    ? ActionSpace.describedBy(new double[][] {{1, 0}, {0.3, -1}, {-0.5, 2}})
                    : ActionSpace.undescribed(3);
            shared = described ? 4 : 0;
        }

        Posterior prior() {
            return Posterior.prior(actions, dimension, shared, SETTINGS);
        }

        ExactSums emptySums() {
            return new ExactSums(dimension, shared);
        }

        Posterior read(ExactSums sums) {
            return Posterior.read(sums, actions, dimension, shared, 0, Retention.FULL, SETTINGS);
        }

        Linearisation next(Posterior beliefs) {
            Choice choice = new Choice();
            choice.fit(beliefs);
            for (int i = 0; i < dimension; i++) {
                u[i] = (random.nextInt(4096) - 2048) / 4096.0;
                choice.features[i] = u[i];
            }
            new Policy(SETTINGS.withFloor(1))
                    .choose(beliefs, new boolean[] {true, true, true}, random.nextDouble(), choice);
            return choice.linearisation();
        }

        void absorb(Posterior into, Linearisation event, int milli) {
            double[] features = new double[dimension];
            event.unpack(features);
            into.absorb(event, features, milli);
        }

        void assertSame(Posterior one, Posterior other) {
            for (int a = 0; a < actions.size(); a++) {
                for (int i = 0; i < dimension; i++) {
                    assertThat(other.own.meanAt(a, i)).isCloseTo(one.own.meanAt(a, i), within(1e-4));
                    assertThat(other.own.covarianceAt(a, i, 0)).isCloseTo(one.own.covarianceAt(a, i, 0), within(1e-4));
                }
            }
            if (one.shared != null) {
                for (int i = 0; i < one.shared.dimension; i++) {
                    assertThat(other.shared.meanAt(i)).isCloseTo(one.shared.meanAt(i), within(1e-4));
                }
            }
        }
    }
}
