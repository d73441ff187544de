package nextbest.engine;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the live model says of the actions in one deal, on the scale of rewards: 0 is nothing, 1 the best outcome there is.
 *
 * @param model which version, and of how many examples; {@code none} if there is no model or it is switched off
 * @param explorationScale how warm the choice of the slate shall be, in points; see {@link SelectionPolicy}
 * @param values by action key
 */
public record LearnedValues(String model, double explorationScale, SortedMap<String, Value> values) {
    private static final LearnedValues NONE = new LearnedValues("none", 0, Collections.emptySortedMap());

    public LearnedValues {
        Objects.requireNonNull(model, "model");
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Rule scores alone. */
    public static LearnedValues none() {
        return NONE;
    }

    public boolean isNone() {
        return values.isEmpty();
    }

    public Optional<Value> of(String action) {
        return Optional.ofNullable(values.get(action));
    }

    /**
     * How much more than a typical recommendation something brings.
     *
     * @param estimate -1 to 1
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param certain whether 0 stays outside also when all actions are compared at once: only then it is claimed
     */
    public record Gain(double estimate, double low, double high, boolean certain) {
        public Gain {
            if (!(low <= estimate && estimate <= high)) {
                throw new IllegalArgumentException(
                        "a gain needs low <= estimate <= high, but has " + low + ", " + estimate + ", " + high);
            }
        }
    }

    /**
     * What is known of one action.
     *
     * @param n recommendations of it with a result, ours alone
     * @param overall in an average deal
     * @param here in this deal
     * @param chance how much more it might bring here than is expected: what is given it when the slate is chosen, ≥ 0
     */
    public record Value(long n, Gain overall, Gain here, double chance) {
        public Value {
            Objects.requireNonNull(overall, "overall");
            Objects.requireNonNull(here, "here");
            if (n < 0 || !(chance >= 0)) {
                throw new IllegalArgumentException("n and chance must be 0 or more, but are " + n + " and " + chance);
            }
        }
    }
}
