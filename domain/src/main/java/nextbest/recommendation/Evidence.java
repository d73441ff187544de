package nextbest.recommendation;

import java.util.Objects;
import nextbest.fact.Provenance;

/** Something that a line, a verdict or a sentence rests on. The id is what a drafted text must refer to. */
public sealed interface Evidence {

    /** Unique within a decision, for example {@code fact:close-date} or {@code signal:s-17}. */
    String id();

    /** What it says, as a sentence. */
    Text text();

    /** A fact or signal of the snapshot. */
    record Recorded(String id, Text text, Provenance provenance) implements Evidence {
        public Recorded {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    /**
     * A number that was learned.
     *
     * @param n how many cases it rests on
     * @param estimate the value, in the scale that the text says
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     * @param design what kind of comparison it is
     * @param level to which level of the hierarchy it was shrunk, for example {@code action-stage}
     */
    record Learned(
            String id, Text text, long n, double estimate, double low, double high, EvidenceDesign design, String level)
            implements Evidence {
        public Learned {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(design, "design");
            Objects.requireNonNull(level, "level");
            if (n < 0 || !(low <= high) || !Double.isFinite(estimate)) {
                throw new IllegalArgumentException("evidence " + id
                        + " needs n of 0 or more, an estimate and an interval from low to high, but has n " + n
                        + ", estimate " + estimate + ", interval " + low + " to " + high);
            }
        }
    }

    /** A rule of the catalogue or the organisation. */
    record Ruled(String id, Text text) implements Evidence {
        public Ruled {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(text, "text");
        }
    }
}
