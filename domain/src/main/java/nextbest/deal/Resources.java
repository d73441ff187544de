package nextbest.deal;

import java.util.List;
import nextbest.fact.Fact;

/**
 * What the rep can draw on.
 *
 * @param solutionsEngineersFree how many solutions engineers can take this on in the next days
 * @param executivesFree how many executives can take this on in the next days
 * @param assets the part of the content register that the rep may use
 */
public record Resources(
        Fact<Integer> solutionsEngineersFree, Fact<Integer> executivesFree, Fact<List<ContentAsset>> assets) {

    /** How many people of a kind can take something on in the next days. */
    public Fact<Integer> free(ResourceKind kind) {
        return switch (kind) {
            case SOLUTIONS_ENGINEER -> solutionsEngineersFree;
            case EXECUTIVE -> executivesFree;
        };
    }
}
