package nextbest.catalogue;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.deal.StakeholderRole;

/**
 * What an action speaks to. An empty set says nothing: the line stays neutral.
 *
 * @param pains tags of pain points that the action answers
 * @param roles whom the action is meant for
 * @param industries where the action is made for; lower case
 */
public record Relevance(SortedSet<String> pains, SortedSet<StakeholderRole> roles, SortedSet<String> industries) {
    public Relevance {
        pains = Collections.unmodifiableSortedSet(new TreeSet<>(pains));
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        industries = Collections.unmodifiableSortedSet(new TreeSet<>(industries));
    }
}
