package nextbest.workflows.retraining;

import java.util.List;

/** Whose models are due now. */
public record DueTenants(List<RetrainingInput> due) {
    public DueTenants {
        due = List.copyOf(due);
    }
}
