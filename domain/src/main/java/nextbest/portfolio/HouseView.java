package nextbest.portfolio;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What product management or research says of a product or topic, for whom and until when.
 *
 * @param about key of the product or topic
 * @param stance how it is seen
 * @param segment for whom; empty for everybody. A view for a segment outranks one for everybody
 * @param from first day
 * @param until first day on which it no longer holds; empty for open end
 */
public record HouseView(
        String about, Stance stance, Optional<String> segment, LocalDate from, Optional<LocalDate> until) {
    /** How the house sees a product or topic. */
    public enum Stance {
        /** To be offered wherever it fits. */
        FAVOURED(2),
        /** Rather yes. */
        POSITIVE(1),
        /** No opinion, said on purpose. */
        NEUTRAL(0),
        /** Rather not. */
        NEGATIVE(-1),
        /** Not to be offered: a hard rule. */
        WITHDRAWN(-2);

        private final int weight;

        Stance(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    /** Rejects a view that ends before it starts. */
    public HouseView {
        Objects.requireNonNull(stance, "stance");
        if (about.isBlank()) {
            throw new IllegalArgumentException("expected the key of a product or topic, but got nothing");
        }
        until.ifPresent(end -> {
            if (!end.isAfter(from)) {
                throw new IllegalArgumentException(
                        "house view of " + about + ": expected an end after " + from + ", but got " + end);
            }
        });
    }

    /** Whether it holds on a day for a segment. */
    public boolean holds(LocalDate day, String clientSegment) {
        return !day.isBefore(from)
                && until.map(day::isBefore).orElse(true)
                && segment.map(clientSegment::equals).orElse(true);
    }
}
