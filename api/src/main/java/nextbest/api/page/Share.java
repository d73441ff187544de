package nextbest.api.page;

/**
 * So many of so many, with its 95 % Wilson score interval (E. B. Wilson, Probable Inference, JASA 22, 1927).
 *
 * @param yes 0 to n
 * @param n at least 1
 */
public record Share(long yes, long n) {
    private static final double Z = 1.96;

    public Share {
        if (n < 1 || yes < 0 || yes > n) {
            throw new IllegalArgumentException("expected a share of 1 or more, but saw " + yes + " of " + n);
        }
    }

    /** 0 to 1. */
    public double value() {
        return (double) yes / n;
    }

    public double low() {
        return end(-1);
    }

    public double high() {
        return end(1);
    }

    private double end(int side) {
        double share = value();
        double centre = share + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
        return Math.clamp((centre + side * spread) / (1 + Z * Z / n), 0, 1);
    }

    /** In whole percent. */
    public int percent() {
        return (int) Math.round(value() * 100);
    }

    public int lowPercent() {
        return (int) Math.round(low() * 100);
    }

    public int highPercent() {
        return (int) Math.round(high() * 100);
    }

    /** A difference of two shares with its interval, each -1 to 1. */
    public record Difference(double value, double low, double high) {}

    /** This less the other; R. G. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10). */
    public Difference less(Share other) {
        double difference = value() - other.value();
        return new Difference(
                difference,
                difference - Math.hypot(value() - low(), other.high() - other.value()),
                difference + Math.hypot(high() - value(), other.value() - other.low()));
    }
}
