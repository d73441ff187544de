package nextbest.model;

import java.util.List;
import java.util.OptionalDouble;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Category;
import nextbest.catalogue.ImpactClass;

/**
 * An action as numbers, so that what is learned of one tells something of those that are alike: a new action starts from its
 * category. Numbers: its category, whether it is meant to advance the
 * deal, whether it needs a document or other people, its effort, and
 * how high the catalogue rates it.
 */
final class ActionTraits {
    private static final List<Category> CATEGORIES =
            List.of(Category.ENGAGEMENT, Category.CONTENT, Category.PROCESS, Category.RISK);

    /** How many numbers there are. */
    static final int WIDTH = CATEGORIES.size() + 5;

    private ActionTraits() {}

    static double[] of(ActionType action) {
        double[] z = new double[WIDTH];
        z[CATEGORIES.indexOf(action.category())] = 1;
        int i = CATEGORIES.size();
        z[i++] = action.impact() == ImpactClass.STAGE_ADVANCE ? 1 : 0;
        z[i++] = action.requirements().asset().isNeeded() ? 1 : 0;
        z[i++] = action.requirements().resources().isEmpty() ? 0 : 1;
        z[i++] = Math.clamp((Math.log1p(action.requirements().effortMinutes()) - 3.4) / 1.5, -1.0, 1.0);
        OptionalDouble baseline =
                action.baselines().values().stream().mapToInt(score -> score).average();
        z[i] = baseline.isPresent() ? (baseline.getAsDouble() - 75) / 25 : 0;
        return z;
    }

    /** Of an action that the catalogue no longer has. */
    static double[] ofNothing() {
        return new double[WIDTH];
    }
}
