package nextbest.portfolio;

import java.util.List;
import java.util.Optional;

/**
 * How well a product would suit a client that does not hold it, or why it is out of the question.
 *
 * @param product number of the product
 * @param lines one per ground, in the order of the grounds
 * @param ruledOut why it may not be proposed now; empty when it may
 */
public record ProductFit(int product, List<FitLine> lines, Optional<RuledOut> ruledOut) {
    /** Why a product is no candidate. */
    public enum RuledOut {
        /** The client said no not long ago. */
        REFUSED_LATELY,
        /** It was shown not long ago and has not been answered. */
        SHOWN_LATELY,
        /** The rep kept it back not long ago. */
        KEPT_BACK_LATELY,
        /** The house has withdrawn it for this client's segment. */
        WITHDRAWN
    }

    /** Defensive copy. */
    public ProductFit {
        lines = List.copyOf(lines);
    }

    /** The sum of the lines in hundredths of a point, 0 to 10,000. */
    public int hundredths() {
        return lines.stream().mapToInt(FitLine::hundredths).sum();
    }
}
