package nextbest.recommendation;

import java.util.EnumSet;
import java.util.Set;
import nextbest.fact.Keyed;

/**
 * What became of a candidate of a decision. Every candidate has exactly one. The engine gives all of them
 * except the last two; what it
 * selected stays {@link #SELECTED} until the loop knows whether it was delivered. A closed ledger holds no {@code SELECTED}.
 */
public enum Disposition implements Keyed {
    INELIGIBLE,
    NOT_APPLICABLE,
    UNSUITABLE,
    IN_CONFLICT,
    EXCLUDED_BY_GROUP,
    CAPPED,
    OUTRANKED,
    /** On the slate, and not yet known whether it arrived. */
    SELECTED,
    /** On the slate, but kept from the rep: arm, shadow mode, kill switch, roll-out. */
    WITHHELD,
    DELIVERY_FAILED,
    DELIVERED;

    /** Whether the ledger may close with it. */
    public boolean isFinal() {
        return this != SELECTED;
    }

    /** What the loop may turn it into; empty for all but {@link #SELECTED}. */
    public Set<Disposition> next() {
        return this == SELECTED
                ? EnumSet.of(CAPPED, WITHHELD, DELIVERY_FAILED, DELIVERED)
                : EnumSet.noneOf(Disposition.class);
    }

    /** @throws IllegalStateException if this disposition does not become that one */
    public Disposition become(Disposition later) {
        if (!next().contains(later)) {
            throw new IllegalStateException(
                    "a candidate that is " + key() + " cannot become " + later.key() + "; allowed are "
                            + next().stream().map(Keyed::key).sorted().toList());
        }
        return later;
    }
}
