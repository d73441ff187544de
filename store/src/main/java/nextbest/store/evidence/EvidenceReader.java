package nextbest.store.evidence;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import nextbest.deal.DealSnapshot;
import nextbest.engine.EffectEvidence;
import nextbest.identity.TenantId;

/** Looks up the learned numbers for one deal, as they were known at the moment of its snapshot. */
public final class EvidenceReader {
    private final History history;

    public EvidenceReader(History history) {
        this.history = Objects.requireNonNull(history, "history");
    }

    /** The evidence for a decision about this deal. */
    public EffectEvidence read(TenantId tenant, DealSnapshot deal) {
        History.State state = history.state(tenant);
        List<EffectEvidence.SimilarDeals> similar =
                history.similar(state, deal).map(List::of).orElse(List.of());
        return new EffectEvidence("history-" + state.deals().version(), Collections.emptySortedMap(), similar);
    }
}
