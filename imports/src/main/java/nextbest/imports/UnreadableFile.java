package nextbest.imports;

import java.util.List;

/** A file, or a mapping file, cannot be used at all. The other files of the import go on. */
public final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RowProblem> problems;

    UnreadableFile(RowProblem problem) {
        this(List.of(problem));
    }

    UnreadableFile(List<RowProblem> problems) {
        super(String.join("; ", problems.stream().map(RowProblem::sentence).toList()));
        this.problems = List.copyOf(problems);
    }

    /** Every reason at once. */
    public List<RowProblem> problems() {
        return problems;
    }
}
