package nextbest.engine;

import java.time.Instant;
import java.util.Objects;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealSnapshot;
import nextbest.identity.DecisionId;

/**
 * All that a decision depends on.
 *
 * @param id the decision's id; also the seed of its random numbers
 * @param deal what is known of the deal
 * @param catalogue what can be recommended
 * @param organisation what the organisation adds
 * @param evidence the learned numbers, as they were read
 * @param policy arm, exploration, caps
 * @param at business time of the decision, not before the snapshot's
 */
public record EngineInput(
        DecisionId id,
        DealSnapshot deal,
        Catalogue catalogue,
        Organisation organisation,
        EffectEvidence evidence,
        SelectionPolicy policy,
        Instant at) {
    public EngineInput {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(deal, "deal");
        Objects.requireNonNull(catalogue, "catalogue");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(at, "at");
        if (at.isBefore(deal.asOf())) {
            throw new IllegalArgumentException(
                    "a decision at " + at + " must not use a snapshot of later, but it is as of " + deal.asOf());
        }
    }
}
