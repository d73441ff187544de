package nextbest.catalogue;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.deal.StageKind;

/**
 * At this stage, when this trigger fires, this action scores exactly this much, as long as nothing else is known.
 *
 * @param stage the kind of stage
 * @param trigger the name of a trigger
 * @param action the key of an action
 * @param score 1 to 100
 * @param with parameters that the row itself fixes, for example {@code stakeholder → economic-buyer}
 */
public record PatternRow(
        StageKind stage, String trigger, String action, int score, SortedMap<ParameterKind, String> with) {
    public PatternRow {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(action, "action");
        with = Collections.unmodifiableSortedMap(new TreeMap<>(with));
        if (score < 1 || score > 100) {
            throw new IllegalArgumentException(
                    "the score of a pattern row must be 1 to 100, but is " + score + " for " + action);
        }
    }
}
