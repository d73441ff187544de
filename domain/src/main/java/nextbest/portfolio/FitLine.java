package nextbest.portfolio;

import java.util.List;
import java.util.Objects;

/**
 * One line of a fit: how many points, and on what ground.
 *
 * @param ground which question it answers
 * @param hundredths points times 100, between 0 and the ground's most
 * @param evidence what was counted, as keys and numbers for a message: never prose, so that it can be said in any language
 */
public record FitLine(Ground ground, int hundredths, List<String> evidence) {
    /** The questions, and how many points each can give; they add up to 100. */
    public enum Ground {
        /** Do clients with a similar portfolio hold it? The gap. */
        SIMILAR_CLIENTS(40),
        /** Does the house want it sold? */
        HOUSE_VIEW(20),
        /** Does the client talk about what it is for? */
        CONVERSATION(25),
        /** What happened when it was shown to similar clients? */
        EXPERIENCE(15);

        private final int points;

        Ground(int points) {
            this.points = points;
        }

        /** The most points that it can give. */
        public int points() {
            return points;
        }
    }

    /** Rejects points outside the ground's range. */
    public FitLine {
        Objects.requireNonNull(ground, "ground");
        evidence = List.copyOf(evidence);
        if (hundredths < 0 || hundredths > ground.points * 100) {
            throw new IllegalArgumentException(
                    ground + ": expected 0 to " + ground.points * 100 + " hundredths, but got " + hundredths);
        }
    }
}
