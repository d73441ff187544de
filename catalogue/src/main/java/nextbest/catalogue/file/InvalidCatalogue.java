package nextbest.catalogue.file;

import java.util.List;
import java.util.stream.Collectors;

/** The files are no catalogue. All problems are named, not only the first. */
public final class InvalidCatalogue extends Exception {
    private final List<CatalogueProblem> problems;

    InvalidCatalogue(List<CatalogueProblem> problems) {
        super("the catalogue has " + problems.size() + (problems.size() == 1 ? " problem:\n" : " problems:\n")
                + problems.stream().map(CatalogueProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the files. */
    public List<CatalogueProblem> problems() {
        return problems;
    }
}
