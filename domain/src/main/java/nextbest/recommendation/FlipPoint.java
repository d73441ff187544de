package nextbest.recommendation;

import java.util.List;
import java.util.Objects;

/**
 * The smallest change that would put an alternative first.
 *
 * @param candidate the alternative's key
 * @param kind what would have to change
 * @param lines which line; several only for {@link Kind#LINES_RISE}
 * @param hundredths by how much, in hundredths of a point; more than 0
 * @param evidence the id of the evidence that would have to be gone; empty unless {@link Kind#EVIDENCE_GONE}
 */
public record FlipPoint(String candidate, Kind kind, List<SubFactor> lines, int hundredths, String evidence) {

    /** What would have to change. */
    public enum Kind {
        /** One piece of evidence would have to be gone. */
        EVIDENCE_GONE,
        /** One line of the alternative would have to rise. */
        LINE_RISES,
        /** One line of the main candidate would have to fall. */
        LINE_FALLS,
        /** No single line is enough: these lines of the alternative would have to rise together. */
        LINES_RISE
    }

    public FlipPoint {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(kind, "kind");
        lines = List.copyOf(lines);
        Objects.requireNonNull(evidence, "evidence");
        if (hundredths <= 0) {
            throw new IllegalArgumentException("a flip point needs a change of more than 0, but has " + hundredths);
        }
    }
}
