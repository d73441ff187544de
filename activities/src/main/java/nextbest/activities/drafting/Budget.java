package nextbest.activities.drafting;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.drafting.DraftPolicy;
import nextbest.store.drafting.DraftRecord;
import nextbest.store.drafting.Drafts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an organisation may spend on a model per business day. */
final class Budget {
    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    private final Drafts drafts;
    private final DraftingSettings settings;
    private final InstantSource businessTime;

    Budget(Drafts drafts, DraftingSettings settings, InstantSource businessTime) {
        this.drafts = Objects.requireNonNull(drafts, "drafts");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.businessTime = Objects.requireNonNull(businessTime, "businessTime");
    }

    /** Warns when four fifths of the day's budget are spent, and stops when all is. */
    void hold(TenantId tenant, DraftPolicy policy) throws LanguageModel.Trouble {
        if (settings.inputPrice() == 0 && settings.outputPrice() == 0) {
            return;
        }
        long spent = drafts.spent(tenant, today());
        if (spent >= policy.dailyBudgetMicros()) {
            throw new LanguageModel.Trouble(
                    LanguageModel.Cause.OVER_BUDGET,
                    "the budget of " + today() + " is spent; cards keep the template text");
        }
        if (spent * 5 >= policy.dailyBudgetMicros() * 4) {
            LOG.warn(
                    "organisation {} has spent {} of {} millionths for drafts on {}",
                    tenant,
                    spent,
                    policy.dailyBudgetMicros(),
                    today());
        }
    }

    /** Books an answer. */
    DraftRecord.Usage spend(TenantId tenant, LanguageModel.Answer answer) {
        DraftRecord.Usage usage = new DraftRecord.Usage(
                answer.inputTokens(),
                answer.outputTokens(),
                settings.costMicros(answer.inputTokens(), answer.outputTokens()),
                answer.latency().toMillis());
        drafts.spend(tenant, today(), usage);
        return usage;
    }

    private LocalDate today() {
        return businessTime.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
