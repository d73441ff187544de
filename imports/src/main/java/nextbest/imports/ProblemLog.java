package nextbest.imports;

import java.util.ArrayList;
import java.util.List;

/** Counts every problem and keeps the first {@value #KEPT}: a file in which each row is bad must not fill the memory. */
final class ProblemLog {
    static final int KEPT = 1_000;

    private final List<RowProblem> kept = new ArrayList<>();
    private long total;

    void add(RowProblem problem) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(problem);
        }
    }

    void addAll(List<RowProblem> problems) {
        problems.forEach(this::add);
    }

    long total() {
        return total;
    }

    List<RowProblem> kept() {
        return List.copyOf(kept);
    }
}
