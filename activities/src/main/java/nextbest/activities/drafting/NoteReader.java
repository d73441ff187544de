package nextbest.activities.drafting;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.signal.FoundSignal;
import nextbest.store.Database;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.Drafts;
import nextbest.store.drafting.NoteReadings;

/**
 * Has a language model read what people wrote down about a subject, beside the built-in reader, and keeps the signals that stand
 * there. Each text is read once.
 */
public final class NoteReader {
    /** Texts of one reading; what is left waits for the next decision. */
    private static final int MOST = 5;

    private final Drafts drafts;
    private final NoteReadings readings;
    private final LanguageModel model;
    private final Budget budget;
    private final InstantSource businessTime;

    /** @param model a {@link WatchedModel}, the same that drafts */
    public NoteReader(Database database, LanguageModel model, DraftingSettings settings, InstantSource businessTime) {
        this.drafts = new Drafts(database);
        this.readings = new NoteReadings(database);
        this.model = Objects.requireNonNull(model, "model");
        this.budget = new Budget(drafts, settings, businessTime);
        this.businessTime = Objects.requireNonNull(businessTime, "businessTime");
    }

    /** Whether there is something to read that the organisation wants read. */
    public boolean isWanted(TenantId tenant, SubjectId subject) {
        return isWanted(drafts.policy(tenant))
                && readings.hasUnread(tenant, subject, model.name(), businessTime.instant());
    }

    private static boolean isWanted(DraftPolicy policy) {
        return policy.switchedOn() && policy.readNotes();
    }

    /**
     * Reads the newest texts.
     *
     * @param last whether no other attempt follows: then a text without an answer is left as it is
     * @param news is told at once how many signals a text held that nobody knew
     * @return how many signals are new
     * @throws LanguageModel.Trouble if it is worth trying again
     */
    public int read(TenantId tenant, SubjectId subject, int attempt, boolean last, IntConsumer news)
            throws LanguageModel.Trouble {
        DraftPolicy policy = drafts.policy(tenant);
        if (!isWanted(policy)) {
            return 0;
        }
        int fresh = 0;
        for (NoteReadings.Unread text : readings.unread(tenant, subject, model.name(), businessTime.instant(), MOST)) {
            int found = read(tenant, subject, text, policy, attempt, last);
            if (found > 0) {
                news.accept(found);
            }
            fresh += found;
        }
        return fresh;
    }

    private int read(
            TenantId tenant, SubjectId subject, NoteReadings.Unread text, DraftPolicy policy, int attempt, boolean last)
            throws LanguageModel.Trouble {
        try {
            budget.hold(tenant, policy);
            List<FoundSignal> found =
                    new ModelSignalReader(model, answer -> budget.spend(tenant, answer)).read(text.text());
            return readings.keep(tenant, subject, text, model.name(), found, "read", businessTime.instant());
        } catch (LanguageModel.Trouble trouble) {
            boolean again = switch (trouble.kind().next()) {
                case TRY_AGAIN -> true;
                case TRY_ONCE_MORE -> attempt < 2;
                case GIVE_UP -> false;
            };
            if (again && !last) {
                throw trouble;
            }
            if (!again && trouble.kind() != LanguageModel.Cause.OVER_BUDGET) {
                // this text will not be answered; it is not asked about again
                readings.keep(
                        tenant,
                        subject,
                        text,
                        model.name(),
                        List.of(),
                        trouble.kind().key(),
                        businessTime.instant());
            }
            return 0;
        }
    }
}
