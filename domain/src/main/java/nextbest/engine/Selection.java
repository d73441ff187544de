package nextbest.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.recommendation.Propensity;
import nextbest.recommendation.Slate;

/**
 * A slate and the probabilities of everything that could have been on it.
 *
 * @param entrants the candidates that competed for it, in the order of a slate; all others had probability 0
 */
public record Selection(Slate slate, List<Entrant> entrants) {
    public Selection {
        Objects.requireNonNull(slate, "slate");
        entrants = List.copyOf(entrants);
    }

    /**
     * A candidate that passed the gates.
     *
     * @param key of the candidate
     * @param action key of its action
     */
    public record Entrant(String key, String action, Propensity propensity) {
        public Entrant {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(propensity, "propensity");
        }
    }

    /** An entrant by its candidate key. */
    public Optional<Entrant> entrant(String key) {
        return entrants.stream().filter(entrant -> entrant.key().equals(key)).findFirst();
    }
}
