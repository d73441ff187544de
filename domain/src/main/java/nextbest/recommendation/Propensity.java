package nextbest.recommendation;

import java.util.List;

/**
 * The exact probabilities, before chance was asked, with which a candidate was going to be shown.
 *
 * @param onSlate of being on the slate at all, 0 to 1; exactly 0 if it could not be chosen
 * @param atPosition of each position of the slate, the main one first; they add up to {@code onSlate}
 */
public record Propensity(double onSlate, List<Double> atPosition) {
    public static final Propensity ZERO = new Propensity(0, List.of());

    public Propensity {
        atPosition = List.copyOf(atPosition);
        if (!(onSlate >= 0 && onSlate <= 1)) {
            throw new IllegalArgumentException("a probability must be 0 to 1, but is " + onSlate);
        }
    }
}
