package nextbest.engine;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Slate;

/**
 * How the slate is chosen.
 *
 * @param arm which policy the subject was assigned to
 * @param weights of the four factors
 * @param explorationScale temperature in points of the softmax over scores; 0: the best always wins
 * @param exploreWithinHundredths only candidates within so many hundredths of a point of the best can be chosen in its place
 * @param floor share of the probability that is spread evenly over what can be chosen, 0 to 1
 * @param capLeft how many further recommendations the rep may be shown for this deal today
 * @param shownToday keys of candidates that were shown today for this deal: showing them again does not count
 * @param mayExplore whether the rep takes part in exploration
 * @param shadow whether decisions are recorded but kept from the rep
 * @param switchedOff keys of actions or candidates that must not be shown (show less, kill switch)
 */
public record SelectionPolicy(
        Arm arm,
        Weights weights,
        double explorationScale,
        int exploreWithinHundredths,
        double floor,
        int capLeft,
        SortedSet<String> shownToday,
        boolean mayExplore,
        boolean shadow,
        SortedSet<String> switchedOff) {
    /** One point of temperature, three points of reach, 2 % floor: measured defaults come from the evaluation. */
    public static SelectionPolicy standard() {
        return new SelectionPolicy(
                Arm.ENGINE,
                Weights.STANDARD,
                1.0,
                300,
                0.02,
                Slate.MAX_SIZE,
                Collections.emptySortedSet(),
                true,
                false,
                Collections.emptySortedSet());
    }

    public SelectionPolicy {
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(weights, "weights");
        shownToday = Collections.unmodifiableSortedSet(new TreeSet<>(shownToday));
        switchedOff = Collections.unmodifiableSortedSet(new TreeSet<>(switchedOff));
        if (!(explorationScale >= 0 && explorationScale <= 100)) {
            throw new IllegalArgumentException(
                    "the exploration scale must be 0 to 100 points, but is " + explorationScale);
        }
        if (exploreWithinHundredths < 0 || exploreWithinHundredths > 10_000) {
            throw new IllegalArgumentException(
                    "the reach of exploration must be 0 to 10000 hundredths of a point, but is "
                            + exploreWithinHundredths);
        }
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("the floor must be 0 to 1, but is " + floor);
        }
        if (capLeft < 0) {
            throw new IllegalArgumentException("what is left of the cap must be 0 or more, but is " + capLeft);
        }
    }

    public SelectionPolicy withArm(Arm other) {
        return new SelectionPolicy(
                other,
                weights,
                explorationScale,
                exploreWithinHundredths,
                floor,
                capLeft,
                shownToday,
                mayExplore,
                shadow,
                switchedOff);
    }

    public SelectionPolicy withExplorationScale(double scale) {
        return new SelectionPolicy(
                arm,
                weights,
                scale,
                exploreWithinHundredths,
                floor,
                capLeft,
                shownToday,
                mayExplore,
                shadow,
                switchedOff);
    }

    public SelectionPolicy withCapLeft(int left, SortedSet<String> shown) {
        return new SelectionPolicy(
                arm,
                weights,
                explorationScale,
                exploreWithinHundredths,
                floor,
                left,
                shown,
                mayExplore,
                shadow,
                switchedOff);
    }

    public SelectionPolicy withoutExploration() {
        return new SelectionPolicy(
                arm,
                weights,
                explorationScale,
                exploreWithinHundredths,
                floor,
                capLeft,
                shownToday,
                false,
                shadow,
                switchedOff);
    }

    public SelectionPolicy inShadow() {
        return new SelectionPolicy(
                arm,
                weights,
                explorationScale,
                exploreWithinHundredths,
                floor,
                capLeft,
                shownToday,
                mayExplore,
                true,
                switchedOff);
    }

    /**
     * How many of the 100 points each factor has.
     *
     * @param relevance five lines
     * @param impact four lines
     * @param urgency four lines
     * @param feasibility four lines
     */
    public record Weights(int relevance, int impact, int urgency, int feasibility) {
        public static final Weights STANDARD = new Weights(40, 30, 20, 10);

        public Weights {
            if (relevance < 0
                    || impact < 0
                    || urgency < 0
                    || feasibility < 0
                    || relevance + impact + urgency + feasibility != 100) {
                throw new IllegalArgumentException("the weights must be 0 or more and add up to 100, but are "
                        + relevance + ", " + impact + ", " + urgency + ", " + feasibility);
            }
        }
    }
}
