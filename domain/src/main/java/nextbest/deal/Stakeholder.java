package nextbest.deal;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.fact.Fact;
import nextbest.identity.ContactId;

/**
 * Someone on the buyer's side.
 *
 * @param contact who
 * @param name as it appears in a title
 * @param roles what this person is in the decision; empty if not known
 * @param engaged whether we are in touch
 * @param onCommittee whether the buying committee of record has this person
 * @param departureRisk whether there are signs that this person leaves
 * @param mayContact consent; known {@code false} is a hard no
 */
public record Stakeholder(
        ContactId contact,
        String name,
        SortedSet<StakeholderRole> roles,
        Fact<Boolean> engaged,
        Fact<Boolean> onCommittee,
        Fact<Boolean> departureRisk,
        Fact<Boolean> mayContact) {
    public Stakeholder {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(name, "name");
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        Objects.requireNonNull(engaged, "engaged");
        Objects.requireNonNull(onCommittee, "onCommittee");
        Objects.requireNonNull(departureRisk, "departureRisk");
        Objects.requireNonNull(mayContact, "mayContact");
        if (name.isBlank()) {
            throw new IllegalArgumentException("stakeholder " + contact + " needs a name, but has none");
        }
    }

    /** A stakeholder of whom only name and roles are known. */
    public static Stakeholder of(ContactId contact, String name, SortedSet<StakeholderRole> roles) {
        return new Stakeholder(contact, name, roles, Fact.unknown(), Fact.unknown(), Fact.unknown(), Fact.unknown());
    }

    public boolean isA(StakeholderRole role) {
        return roles.contains(role);
    }
}
