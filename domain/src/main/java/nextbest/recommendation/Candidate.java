package nextbest.recommendation;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import nextbest.catalogue.Category;
import nextbest.catalogue.ImpactClass;
import nextbest.catalogue.ParameterKind;
import nextbest.deal.ContentAsset;
import nextbest.identity.ContactId;

/**
 * An action with its parameters, as it stood in one decision.
 *
 * @param key the action's key, and after a colon what tells it from the action's other candidates: the unit of the cap
 * @param action the action's key
 * @param category the action's category
 * @param exclusiveGroup category and group
 * @param impact what it is expected to bring
 * @param mandatory whether it outranks the score
 * @param parameters what could be filled in
 * @param contacts whom it is aimed at; empty if nobody in particular
 * @param asset the document it needs, none or one
 * @param score its lines
 * @param verdict its disposition and why
 * @param propensity the probability of having been shown
 * @param urgency how soon
 * @param window when best
 * @param successRate how often deals moved on after it
 */
public record Candidate(
        String key,
        String action,
        Category category,
        String exclusiveGroup,
        ImpactClass impact,
        boolean mandatory,
        SortedMap<ParameterKind, Argument> parameters,
        List<ContactId> contacts,
        List<ContentAsset> asset,
        Score score,
        Verdict verdict,
        Propensity propensity,
        Urgency urgency,
        BestWindow window,
        SuccessRate successRate) {
    public Candidate {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(exclusiveGroup, "exclusiveGroup");
        Objects.requireNonNull(impact, "impact");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        contacts = List.copyOf(contacts);
        asset = List.copyOf(asset);
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(propensity, "propensity");
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(successRate, "successRate");
    }

    public Disposition disposition() {
        return verdict.disposition();
    }
}
