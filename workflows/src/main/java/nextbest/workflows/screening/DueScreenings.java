package nextbest.workflows.screening;

import java.util.List;

/** Screenings that are opened and not finished. */
public record DueScreenings(List<ScreeningInput> due) {
    public DueScreenings {
        due = List.copyOf(due);
    }
}
