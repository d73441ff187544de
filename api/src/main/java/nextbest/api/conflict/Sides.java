package nextbest.api.conflict;

import java.util.List;
import java.util.Map;
import nextbest.api.decision.Cards;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.store.Store;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.security.AuditTrail;
import nextbest.store.team.TeamBook;
import org.springframework.stereotype.Component;

/** Taking a side in a contradiction, from the API or from a page. */
@Component
public final class Sides {
    private final Store store;
    private final TeamBook book;
    private final Cards cards;
    private final AuditTrail audit;

    Sides(Store store, Cards cards, AuditTrail audit) {
        this.store = store;
        this.book = new TeamBook(store.database());
        this.cards = cards;
        this.audit = audit;
    }

    /**
     * Writes down which side was taken and by whom; a second choice replaces the first.
     *
     * @param decision our id of the decision
     * @param shown the candidate on the card
     * @param kept the candidate that was kept off it
     * @return the decision
     * @throws Refusal if the caller has no such decision, or if it has no such candidates
     */
    public DecisionEntry take(Caller caller, String decision, String shown, String kept, TeamBook.Side side) {
        DecisionEntry entry = cards.decision(caller, decision);
        for (String key : List.of(shown, kept)) {
            if (entry.candidates().stream().noneMatch(c -> c.key().equals(key))) {
                throw Refusal.invalid(key.equals(shown) ? "shown" : "kept", key, "a candidate of the decision");
            }
        }
        book.choose(
                caller.tenant(),
                entry.id(),
                shown,
                kept,
                side,
                caller.name(),
                store.time().now());
        audit.note(caller.tenant(), caller.name(), "choose-side", entry.id().toString(), Map.of("side", side.name()));
        return entry;
    }
}
