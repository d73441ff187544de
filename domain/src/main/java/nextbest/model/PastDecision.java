package nextbest.model;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.engine.EngineInput;

/**
 * A decision of the past with what it was made from, what was delivered of it, and what came of that.
 *
 * @param input as it was recorded
 * @param context the deal in numbers, as it was recorded
 * @param cluster what hangs together with others: the client, or the deal if the client is not known
 * @param month of the delivery, in months since 1970
 * @param shown what was delivered
 * @param groups by kind, for example {@code industry}, the group of the deal or the rep, for fairness
 */
public record PastDecision(
        EngineInput input,
        List<Double> context,
        UUID cluster,
        int month,
        List<Shown> shown,
        SortedMap<String, String> groups) {
    public PastDecision {
        Objects.requireNonNull(input, "input");
        context = List.copyOf(context);
        Objects.requireNonNull(cluster, "cluster");
        shown = List.copyOf(shown);
        groups = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /**
     * One delivered recommendation.
     *
     * @param position 1 is the main one
     * @param candidate action with parameters
     * @param action its key
     * @param probability with which it was to be on the card, above 0
     * @param progress how far it got, and what is still open
     */
    public record Shown(int position, String candidate, String action, double probability, Progress progress) {
        public Shown {
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(progress, "progress");
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException("what was shown had a probability above 0 and up to 1, but "
                        + candidate + " is logged with " + probability);
            }
        }

        /** One that got this far, and of which nothing is open. */
        public Shown(int position, String candidate, String action, double probability, ExampleOutcome furthest) {
            this(position, candidate, action, probability, Progress.settled(furthest));
        }
    }

    double[] contextArray() {
        return context.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What the model learns from it. */
    List<Example> examples() {
        return shown.stream()
                .map(s -> new Example(input.id().value(), s.position(), s.action(), context, month, s.progress()))
                .toList();
    }
}
