package nextbest.store.trial;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.learning.trial.Assignment;
import nextbest.recommendation.Arm;

/**
 * A randomised comparison of ways to recommend.
 *
 * @param hypothesis what is believed, as a sentence, written down before the first result
 * @param cluster what is put into an arm as a whole
 * @param arms at least two; the first is the control, with which each other one is compared
 * @param measure what is compared
 * @param windowDays what happens to a deal so many days after it came into the trial counts
 * @param plan what was announced before it began
 * @param stoppedBy who ended it; present exactly if it has ended
 */
public record Trial(
        UUID id,
        String name,
        String hypothesis,
        Cluster cluster,
        List<Share> arms,
        Measure measure,
        int windowDays,
        TrialPlan plan,
        Instant startedAt,
        String startedBy,
        Optional<Instant> endedAt,
        Optional<String> stoppedBy) {
    /** What is put into an arm as a whole, because its deals influence each other. */
    public enum Cluster {
        REP,
        CLIENT
    }

    /** What is compared. */
    public enum Measure {
        /** The deal moved to a later stage within the window after it came into the trial. */
        ADVANCED,
        /** The deal was won within the window after it came into the trial. */
        WON,
        /** The rep accepted the main recommendation of a card; each card that was answered or ignored counts. */
        ACCEPTED
    }

    /**
     * An arm with its share of the clusters.
     *
     * @param share &gt; 0, relative to the sum of all
     */
    public record Share(Arm arm, double share) {}

    /** @throws IllegalArgumentException if there are fewer than two different arms, or no acceptance can be seen in one */
    public Trial {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hypothesis, "hypothesis");
        arms = List.copyOf(arms);
        if (measure == Measure.ACCEPTED && arms.stream().anyMatch(share -> share.arm() == Arm.NONE)) {
            throw new IllegalArgumentException(
                    "in the arm NONE nothing is shown, so nothing can be accepted: compare ADVANCED or WON");
        }
        var _ = assignment(id, arms);
    }

    public Arm control() {
        return arms.getFirst().arm();
    }

    public Duration window() {
        return Duration.ofDays(windowDays);
    }

    public boolean has(Arm arm) {
        return arms.stream().anyMatch(share -> share.arm() == arm);
    }

    /** The share of the smallest arm, in (0, 0.5]. */
    public static double smallestShare(List<Share> arms) {
        double total = arms.stream().mapToDouble(Share::share).sum();
        return arms.stream().mapToDouble(Share::share).min().orElseThrow() / total;
    }

    /**
     * The arm of a deal: that of its client or rep, the same for ever; a deal without one is a cluster by itself.
     *
     * @param client our id of the client, or null
     * @param rep our id of the rep, or null
     */
    public Arm armOf(UUID subject, UUID client, UUID rep) {
        UUID unit = cluster == Cluster.CLIENT ? client : rep;
        return Arm.valueOf(assignment(id, arms)
                .armOf((unit == null ? subject : unit).toString())
                .name());
    }

    private static Assignment assignment(UUID id, List<Share> arms) {
        return new Assignment(
                id.toString(),
                arms.stream()
                        .map(share -> new Assignment.Arm(share.arm().name(), share.share()))
                        .toList());
    }
}
