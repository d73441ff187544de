package nextbest.imports;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with one row, so that a person corrects it once. */
final class RowRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RowProblem> problems;

    RowRefused(List<RowProblem> problems) {
        super(null, null, false, false);
        this.problems = new ArrayList<>(problems);
    }

    List<RowProblem> problems() {
        return problems;
    }
}
