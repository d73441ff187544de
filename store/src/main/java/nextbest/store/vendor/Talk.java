package nextbest.store.vendor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.SubjectId;

/**
 * A call that was recorded at a vendor, and the deal that it was put to.
 *
 * @param call the vendor's id
 * @param began by the vendor's clock
 * @param page where people can hear it again
 * @param deal empty if it was put to none
 * @param confidence how sure that is, 0 to 1: assigned by rule, not measured; of an unlinked call that of the surest candidate
 * @param basis key of what speaks for it
 * @param candidates deals that it could belong to, the surest first
 * @param linkedBy the person who put it there; empty: the rule did
 * @param heard whether what was said has been read, or will not come any more
 */
public record Talk(
        String call,
        Instant began,
        Optional<String> page,
        State state,
        Optional<SubjectId> deal,
        double confidence,
        String basis,
        List<Candidate> candidates,
        Optional<String> linkedBy,
        boolean heard) {
    /** Where a call stands. */
    public enum State {
        /** It belongs to a deal. */
        LINKED,
        /** Nobody is sure enough which deal it belongs to. */
        UNLINKED,
        /** It was deleted at the vendor. */
        GONE
    }

    /** A deal that a call could belong to. */
    public record Candidate(SubjectId deal, double confidence, String basis) {}

    public Talk {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(began, "began");
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(deal, "deal");
        Objects.requireNonNull(basis, "basis");
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(linkedBy, "linkedBy");
        if (state == State.LINKED && deal.isEmpty()) {
            throw new IllegalArgumentException("a linked call has a deal, but call " + call + " has none");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence is 0 to 1, but is " + confidence);
        }
    }

    public Talk asHeard() {
        return new Talk(call, began, page, state, deal, confidence, basis, candidates, linkedBy, true);
    }
}
