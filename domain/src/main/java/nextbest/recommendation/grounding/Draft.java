package nextbest.recommendation.grounding;

import java.util.List;
import java.util.Objects;

/**
 * What somebody wrote from a dossier. Plain text, never markup.
 *
 * @param why sentences about why
 * @param how sentences about how, in order
 */
public record Draft(List<Sentence> why, List<Sentence> how) {
    public Draft {
        why = List.copyOf(why);
        how = List.copyOf(how);
    }

    /**
     * One or more sentences that rest on the same items.
     *
     * @param restsOn ids of items of the dossier
     */
    public record Sentence(String text, List<String> restsOn) {
        public Sentence {
            Objects.requireNonNull(text, "text");
            restsOn = List.copyOf(restsOn);
        }
    }
}
