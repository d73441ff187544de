package nextbest.store.delivery;

import java.util.List;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.store.decision.CardView;

/** Whether something may be sent. */
public sealed interface Claim {
    /**
     * Send it, and then confirm or fail it.
     *
     * @param outbox the row to confirm; also what the message id is made of
     * @param rep to whom
     * @param recipient the address; empty text where the channel needs none
     * @param cards what to show, without recommendations that the cap did not let through
     * @param attempt 1 for the first; from 2 on, an earlier attempt may have arrived
     */
    record Send(UUID outbox, RepId rep, String recipient, List<CardView> cards, int attempt) implements Claim {
        public Send {
            cards = List.copyOf(cards);
        }
    }

    /**
     * Send nothing.
     *
     * @param rule why: {@code sent}, {@code shadow}, {@code no-address}, {@code recipient-domain}, {@code nothing-left},
     *     {@code uncertain}
     */
    record Skip(String rule) implements Claim {}
}
