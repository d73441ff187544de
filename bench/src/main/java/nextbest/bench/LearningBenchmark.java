package nextbest.bench;

import java.util.concurrent.TimeUnit;
import nextbest.learning.bandit.ActionSpace;
import nextbest.learning.bandit.BanditLearner;
import nextbest.learning.bandit.BanditSettings;
import nextbest.learning.bandit.Choice;
import nextbest.learning.bandit.ExactSums;
import nextbest.learning.bandit.Linearisation;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Choosing among 50 actions by 30 features with exact probabilities, and adding an outcome, after 1,500 outcomes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LearningBenchmark {
    static final int ACTIONS = 50;
    static final int FEATURES = 30;
    private static final int LEARNED = 1_500;

    /** Features per action; with features there is a block that all actions share, and 20 features of context. */
    @Param({"0", "10"})
    public int actionFeatures;

    private final Choice choice = new Choice();
    private double[][] contexts;
    private double[][] weights;
    private BanditLearner learner;
    private boolean[] eligible;
    private ExactSums sums;
    private Linearisation outcome;
    private long turn;

    /** Learns a world in which a third of the choices pay. */
    @Setup
    public void learn() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        int width = FEATURES - actionFeatures;
        contexts = gaussian(gaussian, 512, width);
        weights = gaussian(gaussian, ACTIONS, width);
        ActionSpace actions = actionFeatures == 0
                ? ActionSpace.undescribed(ACTIONS)
                : ActionSpace.describedBy(gaussian(gaussian, ACTIONS, actionFeatures));
        learner = new BanditLearner(actions, width, BanditSettings.standard());
        eligible = learner.allEligible();
        for (int t = 0; t < LEARNED; t++) {
            learner.decide(contexts[t % contexts.length], eligible, t, choice);
            learner.learn(choice, random.nextDouble() < 0.33 ? 1 : 0);
        }
        int dimension = learner.beliefs().dimension();
        sums = new ExactSums(dimension, actionFeatures == 0 ? 0 : dimension);
        outcome = choice.linearisation();
    }

    private static double[][] gaussian(ZigguratSampler.NormalizedGaussian gaussian, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = gaussian.sample();
            }
        }
        return values;
    }

    private double[] next() {
        return contexts[(int) (turn++ % contexts.length)];
    }

    /** The yardstick: fifty plain dot products, what a linear score without uncertainty costs. */
    @Benchmark
    public double yardstick() {
        double[] context = next();
        double best = Double.NEGATIVE_INFINITY;
        for (double[] w : weights) {
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * context[i];
            }
            best = Math.max(best, sum);
        }
        return best;
    }

    /** Features in, probabilities of all actions out, one drawn. */
    @Benchmark
    public int decide() {
        learner.decide(next(), eligible, turn, choice);
        return choice.action();
    }

    /** An outcome into the exact sums. */
    @Benchmark
    public ExactSums addOutcome() {
        sums.add(0, outcome, 1000);
        return sums;
    }
}
