package nextbest.engine;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.Wording;
import nextbest.deal.ContentAsset;
import nextbest.deal.ProductInterest;
import nextbest.deal.Stakeholder;
import nextbest.recommendation.Argument;

/**
 * A candidate before it is judged: an action with what could be filled in.
 *
 * @param key the action's key, and after a colon what tells it from the action's other candidates
 * @param parameters what could be filled in
 * @param missing parameters without which no title can be said; empty if there is a title
 * @param title the most telling title that can be filled
 * @param contact whom it is aimed at
 * @param asset the document that fits
 * @param interest the product that is to be presented, if the action is about one
 * @param calling what calls for it
 */
record Proposal(
        String key,
        ActionType action,
        SortedMap<ParameterKind, Argument> parameters,
        SortedSet<ParameterKind> missing,
        Optional<Wording> title,
        Optional<Stakeholder> contact,
        Optional<ContentAsset> asset,
        Optional<ProductInterest> interest,
        Calling calling) {

    /** The steps that can be said. */
    List<Wording> steps() {
        return action.how().stream()
                .filter(step -> parameters.keySet().containsAll(step.parameters()))
                .toList();
    }
}
