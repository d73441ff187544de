package nextbest.recommendation;

import java.util.List;

/**
 * What goes on the card: the main action and at most two alternatives. Mandatory actions come first; after them the order
 * is always by score, whatever chance chose.
 *
 * @param candidates keys of candidates, the main one first
 * @param probability the exact probability of this slate, given everything but the random number
 * @param explorationScale the temperature in points that was used; 0: no exploration
 * @param floor the least probability mass that was spread evenly over what could be chosen
 * @param draws the random numbers that were used, one per place, each from 0 (inclusive) to 1
 * @param fallback whether nothing qualified and the stage's default stands in
 */
public record Slate(
        List<String> candidates,
        double probability,
        double explorationScale,
        double floor,
        List<Double> draws,
        boolean fallback) {
    /** One main action and two alternatives. */
    public static final int MAX_SIZE = 3;

    public Slate {
        candidates = List.copyOf(candidates);
        draws = List.copyOf(draws);
        if (candidates.size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a slate has at most " + MAX_SIZE + " places, but has " + candidates.size());
        }
    }

    public boolean isEmpty() {
        return candidates.isEmpty();
    }
}
