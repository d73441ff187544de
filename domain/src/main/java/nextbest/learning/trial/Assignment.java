package nextbest.learning.trial;

import java.util.ArrayList;
import java.util.List;
import nextbest.learning.statistics.StableHash;

/**
 * Puts reps or accounts into arms, by a hash of the trial's and the unit's id: the same for ever, without a table, and
 * independent between trials.
 *
 * @param trial the trial's id
 * @param arms the arms with their shares
 */
public record Assignment(String trial, List<Arm> arms) {

    /** An arm and its share of the units, &gt; 0; shares are relative to their sum. */
    public record Arm(String name, double share) {
        public Arm {
            if (!(share > 0) || Double.isInfinite(share)) {
                throw new IllegalArgumentException("the share of arm " + name + " must be > 0, but is " + share);
            }
        }
    }

    public Assignment {
        arms = List.copyOf(arms);
        if (arms.size() < 2 || arms.stream().map(Arm::name).distinct().count() < arms.size()) {
            throw new IllegalArgumentException("expected at least 2 arms with different names, but got " + arms);
        }
    }

    /** A trial with equal shares. */
    public static Assignment equal(String trial, String... names) {
        List<Arm> arms = new ArrayList<>();
        for (String name : names) {
            arms.add(new Arm(name, 1));
        }
        return new Assignment(trial, arms);
    }

    /** The arm of a unit. */
    public Arm armOf(String unit) {
        double total = 0;
        for (Arm arm : arms) {
            total += arm.share;
        }
        double at = StableHash.uniform(StableHash.mix(StableHash.of(trial), StableHash.of(unit))) * total;
        for (Arm arm : arms) {
            at -= arm.share;
            if (at < 0) {
                return arm;
            }
        }
        return arms.getLast();
    }
}
