package nextbest.demo;

import java.util.HashSet;
import java.util.Set;

/** A deal that is being played. */
final class LiveDeal {
    private final Deal deal;
    private final Buyer buyer;
    private final DealNews news;
    private final Chance chance;
    private final Set<String> considered = new HashSet<>();
    private boolean open = true;

    LiveDeal(Deal deal, Buyer buyer, DealNews news, Chance chance) {
        this.deal = deal;
        this.buyer = buyer;
        this.news = news;
        this.chance = chance;
    }

    Deal deal() {
        return deal;
    }

    Buyer buyer() {
        return buyer;
    }

    DealNews news() {
        return news;
    }

    Chance chance() {
        return chance;
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    /** Whether the rep sees the decision for the first time. */
    boolean considers(String decision) {
        return considered.add(decision);
    }
}
