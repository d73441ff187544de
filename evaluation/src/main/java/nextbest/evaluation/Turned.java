package nextbest.evaluation;

import java.util.Arrays;
import nextbest.learning.bandit.ActionSpace;

/** A stream's actions in turned order, so that another one is the last. */
final class Turned {
    private final BanditStream stream;
    private final int by;

    Turned(BanditStream stream, int by) {
        this.stream = stream;
        this.by = by;
    }

    int original(int action) {
        return (action + by) % stream.actions.size();
    }

    double[] features(int action) {
        return stream.actions.describes(original(action));
    }

    /** All actions but the last. */
    ActionSpace before() {
        int k = stream.actions.size() - 1;
        if (stream.actions.features() == 0) {
            return ActionSpace.undescribed(k);
        }
        double[][] rows = new double[k][];
        Arrays.setAll(rows, this::features);
        return ActionSpace.describedBy(rows);
    }
}
