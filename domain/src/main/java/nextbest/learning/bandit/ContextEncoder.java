package nextbest.learning.bandit;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Turns a raw context x into model features u with E|u|² ≈ 2 (one for the intercept), using only contexts seen so far.
 *
 * <p>Per feature, Welford's running mean μ and variance s² = (M2 + 0.1)/n; y = g·clip((x − μ)/s, ±4), scaled so that
 * Σy² is 1 on average, with g = √(s / median s) inside [½, 2]: features that hardly vary do not shout (half whitening), and
 * a feature in another unit (euros beside shares) neither drowns the others nor is drowned. Then
 * u = [√(1−ρ)·y, 1, r] with m random Fourier features r = √(2ρ/m)·cos(ω·y + φ), ω ~ N(0, v·I), φ ~ U(0, 2π), whose inner
 * products approximate a Gaussian kernel (Rahimi and Recht 2007). Contexts wider than {@value #WIDEST} are first projected
 * at random to that width (Johnson–Lindenstrauss). All draws have fixed seeds.
 *
 * <p>u is rounded to multiples of 2⁻¹² inside (−8, 8), because exact sums are made of it. It must be logged with the
 * decision and never recomputed: the scaler moves on. Not thread-safe.
 */
public final class ContextEncoder {
    static final int WIDEST = 128;
    /** Units of u per 1. */
    static final double UNIT = 4096;

    private static final double LIGHTEST = 0.5;
    private static final double HEAVIEST = 2;
    private static final long FREQUENCY_SEED = 0x6E65787462657374L;

    private final int width;
    private final int inner;
    private final int fourier;
    private final double linearScale;
    private final double fourierScale;
    private final double[] projection;
    private final double[] frequencies;
    private final double[] phases;
    private final double[] mean;
    private final double[] squares;
    private final double[] standardised;
    private final double[] narrowed;
    private final double[] spreads;
    private long seen;

    /**
     * @param width number of raw features, ≥ 0
     * @param fourierFeatures number of random Fourier features to add, ≥ 0
     */
    public ContextEncoder(int width, int fourierFeatures, BanditSettings settings) {
        if (width < 0 || fourierFeatures < 0) {
            throw new IllegalArgumentException(
                    "expected sizes >= 0, but got width " + width + " and fourierFeatures " + fourierFeatures);
        }
        this.width = width;
        inner = Math.min(width, WIDEST);
        fourier = width == 0 ? 0 : fourierFeatures;
        double rho = fourier == 0 ? 0 : settings.fourierShare();
        linearScale = Math.sqrt(1 - rho);
        fourierScale = fourier == 0 ? 0 : Math.sqrt(2 * rho / fourier);
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(FREQUENCY_SEED);
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        projection = width > WIDEST ? new double[inner * width] : new double[0];
        for (int i = 0; i < projection.length; i++) {
            projection[i] = gaussian.sample() / Math.sqrt(inner);
        }
        double spread = Math.sqrt(settings.frequencyVariance());
        frequencies = new double[fourier * inner];
        phases = new double[fourier];
        for (int j = 0; j < fourier; j++) {
            for (int i = 0; i < inner; i++) {
                frequencies[j * inner + i] = gaussian.sample() * spread;
            }
            phases[j] = random.nextDouble() * 2 * Math.PI;
        }
        mean = new double[width];
        squares = new double[width];
        standardised = new double[width];
        spreads = new double[width];
        narrowed = new double[inner];
    }

    /** How many random features fit the budget of work: as many as keep actions × dimension² below it, at most 80. */
    static int affordableFourier(int width, ActionSpace actions, BanditSettings settings) {
        if (actions.features() > 0) {
            return 0;
        }
        int dimension = (int) Math.sqrt((double) settings.workBudget() / actions.size());
        return Math.clamp(dimension - 1 - Math.min(width, WIDEST), 0, 80);
    }

    /** Length of u. */
    public int dimension() {
        return inner + 1 + fourier;
    }

    /** Length of the part of u without random features: the part the shared block sees. */
    public int sharedDimension() {
        return inner + 1;
    }

    /** Takes a context into the running means and variances. */
    public void observe(double[] context) {
        check(context);
        seen++;
        for (int i = 0; i < width; i++) {
            double delta = context[i] - mean[i];
            mean[i] += delta / seen;
            squares[i] += delta * (context[i] - mean[i]);
        }
    }

    /** Writes u of a context; the caller has {@linkplain #observe observed} it before, as the law is causal, not blind. */
    public void encode(double[] context, double[] u) {
        check(context);
        double typical = typicalSpread();
        double total = 0;
        for (int i = 0; i < width; i++) {
            standardised[i] = 0;
            if (varies(i)) {
                double sd = spread(i);
                double weight = Math.clamp(Math.sqrt(sd / typical), LIGHTEST, HEAVIEST);
                total += weight * weight;
                standardised[i] = Math.clamp((context[i] - mean[i]) / sd, -4, 4) * weight;
            }
        }
        double scale = total > 0 ? 1 / Math.sqrt(total) : 0;
        double[] y = narrow(scale);
        for (int i = 0; i < inner; i++) {
            u[i] = round(linearScale * y[i]);
        }
        u[inner] = 1;
        for (int j = 0; j < fourier; j++) {
            double angle = phases[j];
            int row = j * inner;
            for (int i = 0; i < inner; i++) {
                angle += frequencies[row + i] * y[i];
            }
            u[inner + 1 + j] = round(fourierScale * Math.cos(angle));
        }
    }

    private boolean varies(int i) {
        return seen > 0 && squares[i] / seen >= 1e-12;
    }

    private double spread(int i) {
        return Math.sqrt((squares[i] + 0.1) / seen);
    }

    /** The median spread of the features that vary; 1 where none does. */
    private double typicalSpread() {
        int varying = 0;
        for (int i = 0; i < width; i++) {
            if (varies(i)) {
                spreads[varying++] = spread(i);
            }
        }
        Arrays.sort(spreads, 0, varying);
        return varying == 0 ? 1 : spreads[varying / 2];
    }

    private double[] narrow(double scale) {
        if (projection.length == 0) {
            for (int i = 0; i < inner; i++) {
                narrowed[i] = standardised[i] * scale;
            }
            return narrowed;
        }
        for (int j = 0; j < inner; j++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += projection[j * width + i] * standardised[i];
            }
            narrowed[j] = sum * scale;
        }
        return narrowed;
    }

    private void check(double[] context) {
        if (context.length != width) {
            throw new IllegalArgumentException("expected " + width + " context features, but got " + context.length);
        }
        for (int i = 0; i < width; i++) {
            if (!Double.isFinite(context[i])) {
                throw new IllegalArgumentException("context feature " + i + " must be finite, but is " + context[i]);
            }
        }
    }

    private static double round(double value) {
        return Math.clamp(Math.rint(value * UNIT), -32767, 32767) / UNIT;
    }
}
