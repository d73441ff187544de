package nextbest.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts what good recommendations would need and the deals do not say. */
final class Gaps {
    private static final long LEAST_HISTORY = 100;

    private long open;
    private long noAmount;
    private long noClient;
    private long noCloseDate;
    private long noBegin;
    private long noRep;
    private long noProduct;

    void add(DealRows.Life life, TableMapping mapping) {
        if (life.result() != StageWords.Result.OPEN || life.drafts().isEmpty()) {
            return;
        }
        open++;
        noAmount += says(life, "amount") ? 0 : 1;
        noClient += says(life, "client") ? 0 : 1;
        noCloseDate += says(life, "closeDate") ? 0 : 1;
        noBegin += says(life, "createdAt") ? 0 : 1;
        noRep += says(life, "rep") ? 0 : 1;
        noProduct += says(life, "products") ? 0 : 1;
    }

    private static boolean says(DealRows.Life life, String field) {
        return life.drafts().stream().anyMatch(draft -> draft.data().get(field) != null);
    }

    List<String> missing(ImportPlan plan, long[] results) {
        List<String> missing = new ArrayList<>();
        if (open == 0 && results[1] + results[2] == 0) {
            return missing;
        }
        of(missing, noAmount, "an amount: deals cannot be ranked by value");
        of(missing, noCloseDate, "an expected close date: urgency rests on the stage alone");
        of(missing, noClient, "a client: nothing is known of industry and size");
        of(missing, noBegin, "a beginning: their age is unknown");
        of(missing, noRep, "a rep: their cards have no reader");
        of(missing, noProduct, "a product");
        long closed = results[1] + results[2];
        if (closed < LEAST_HISTORY) {
            missing.add(closed + " closed deals are too few to compare with; " + LEAST_HISTORY + " are a beginning");
        }
        missing.add(
                "contacts with roles, activities and buyer signals: a table of deals has none; connect the CRM or send"
                        + " events");
        boolean mail = plan.tables().stream()
                .anyMatch(table -> table.mapping().has(Role.EMAIL)
                        || (table.mapping().entity() == Entity.DEAL
                                && plan.names().knowsMails()));
        if (!mail) {
            missing.add("mail addresses of reps: their cards can be read as pages only");
        }
        if (plan.tables().stream()
                .anyMatch(table -> table.mapping().entity() == Entity.DEAL
                        && table.mapping().undated())) {
            missing.add("dates: nothing can be learned about time from deals that have none");
        }
        return missing;
    }

    private void of(List<String> missing, long count, String what) {
        if (count > 0) {
            missing.add(String.format(Locale.ROOT, "%,d of %,d open deals lack %s", count, open, what));
        }
    }
}
