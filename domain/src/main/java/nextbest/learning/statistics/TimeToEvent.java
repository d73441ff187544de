package nextbest.learning.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Times until something happened, or until we stopped looking.
 *
 * <p>The median is that of Kaplan and Meier (1958). The ratio of two medians gets a percentile interval from
 * {@value #RESAMPLES} bootstrap samples drawn within each group (Efron 1981), fixed seed: no shape of the distribution is
 * assumed, as an exponential law would. Where more than 2.5 % of the samples have no median, because too few cases have ended,
 * the answer is too little data.
 */
@SuppressWarnings("ArrayRecordComponent") // filled once, then only read
public record TimeToEvent(double[] time, boolean[] happened) {
    private static final int RESAMPLES = 1000;
    private static final int FEWEST_EVENTS = 10;

    public TimeToEvent {
        if (time.length != happened.length) {
            throw new IllegalArgumentException(
                    "expected a flag per time, but got " + time.length + " times and " + happened.length + " flags");
        }
        for (int i = 0; i < time.length; i++) {
            if (!(time[i] >= 0) || Double.isInfinite(time[i])) {
                throw new IllegalArgumentException("time " + i + " must be finite and >= 0, but is " + time[i]);
            }
        }
    }

    /** The first time by which at least half have had the event; empty if it is never reached. */
    public OptionalDouble median() {
        return median(time, happened, ascending());
    }

    private int[] ascending() {
        // at the same time events come before censorings, as Kaplan and Meier have it
        return IntStream.range(0, time.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> time[i]).thenComparing(i -> happened[i] ? 0 : 1))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static OptionalDouble median(double[] time, boolean[] happened, int[] order) {
        double surviving = 1;
        int atRisk = order.length;
        for (int i : order) {
            if (happened[i]) {
                surviving *= (atRisk - 1.0) / atRisk;
                if (surviving <= 0.5 + 1e-12) {
                    return OptionalDouble.of(time[i]);
                }
            }
            atRisk--;
        }
        return OptionalDouble.empty();
    }

    /** This group's median time divided by another's: below 1 means faster. */
    public Estimate medianRatio(TimeToEvent other) {
        long events = Math.min(events(), other.events());
        long n = Math.min(time.length, other.time.length);
        if (events < FEWEST_EVENTS) {
            return new Estimate.TooLittleData(
                    n, "only " + events + " cases have ended on one side; at least " + FEWEST_EVENTS + " are needed");
        }
        OptionalDouble mine = median();
        OptionalDouble theirs = other.median();
        if (mine.isEmpty() || theirs.isEmpty() || theirs.getAsDouble() == 0 || mine.getAsDouble() == 0) {
            return new Estimate.TooLittleData(n, "fewer than half of the cases have ended, so there is no median yet");
        }
        double value = Math.log(mine.getAsDouble() / theirs.getAsDouble());
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(0x4B4D);
        double[] ratios = new double[RESAMPLES];
        int kept = 0;
        int[] myOrder = ascending();
        int[] theirOrder = other.ascending();
        for (int b = 0; b < RESAMPLES; b++) {
            OptionalDouble a = resampled(myOrder, random);
            OptionalDouble c = other.resampled(theirOrder, random);
            if (a.isPresent() && c.isPresent() && a.getAsDouble() > 0 && c.getAsDouble() > 0) {
                ratios[kept++] = Math.log(a.getAsDouble() / c.getAsDouble());
            }
        }
        if (kept < 0.975 * RESAMPLES) {
            return new Estimate.TooLittleData(n, "too few cases have ended to tell the median with an interval");
        }
        double[] sorted = Arrays.copyOf(ratios, kept);
        Arrays.sort(sorted);
        double lower = Math.min(value, sorted[(int) Math.round(0.025 * (kept - 1))]);
        double upper = Math.max(value, sorted[(int) Math.round(0.975 * (kept - 1))]);
        return new Estimate.Measured(Math.exp(value), Math.exp(lower), Math.exp(upper), n);
    }

    private long events() {
        return IntStream.range(0, happened.length).filter(i -> happened[i]).count();
    }

    /** Draws cases by counting how often each is drawn, which keeps the order and needs no sorting. */
    private OptionalDouble resampled(int[] order, UniformRandomProvider random) {
        int n = order.length;
        int[] count = new int[n];
        for (int i = 0; i < n; i++) {
            count[random.nextInt(n)]++;
        }
        int[] drawn = new int[n];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < count[i]; c++) {
                drawn[at++] = order[i];
            }
        }
        return median(time, happened, drawn);
    }
}
