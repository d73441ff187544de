package nextbest.activities.mail;

import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.decision.CardView;

/** Addresses that go into a mail. The same question gets the same address: a mail that is written again says the same. */
public interface Links {
    /** What a rep can answer from a mail; what else it takes (a reason, a day) is asked on the page behind the link. */
    enum Answer {
        ACCEPT,
        SNOOZE,
        KEEP_BACK,
        DISMISS,
        OVERRIDE
    }

    /**
     * A signed address that gives one answer about one place of a card.
     *
     * @param position 1 for the main recommendation, 2 or 3 for an alternative
     */
    String answer(TenantId tenant, CardView card, int position, Answer answer, RepId rep);

    /** The page of the subject's card, for those who log in. */
    String card(SubjectId subject);
}
