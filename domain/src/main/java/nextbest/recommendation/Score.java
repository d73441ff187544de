package nextbest.recommendation;

import java.util.List;

/**
 * A score of 0 to 100 points as the sum of its lines. A candidate that is not meant for the deal's stage has no lines and no
 * points.
 *
 * @param baseline what the action scores if nothing else is known, 0 to 100
 * @param lines the seventeen lines in the order of {@link SubFactor}, or none
 */
public record Score(int baseline, List<ScoreLine> lines) {
    public Score {
        lines = List.copyOf(lines);
        if (baseline < 0 || baseline > 100) {
            throw new IllegalArgumentException("a baseline must be 0 to 100 points, but is " + baseline);
        }
        if (!lines.isEmpty() && lines.size() != SubFactor.values().length) {
            throw new IllegalArgumentException(
                    "a score has " + SubFactor.values().length + " lines or none, but has " + lines.size());
        }
    }

    public static Score none() {
        return new Score(0, List.of());
    }

    public boolean isNone() {
        return lines.isEmpty();
    }

    /** The sum of the lines in hundredths of a point, 0 to 10,000. */
    public int hundredths() {
        int sum = 0;
        for (ScoreLine line : lines) {
            sum += line.hundredths();
        }
        return sum;
    }

    /** Whole points as a person sees them: half a point counts up. */
    public int points() {
        return (hundredths() + 50) / 100;
    }

    /** The sum of a factor's lines in hundredths of a point. */
    public int hundredths(Factor factor) {
        int sum = 0;
        for (ScoreLine line : lines) {
            if (line.subFactor().factor() == factor) {
                sum += line.hundredths();
            }
        }
        return sum;
    }

    /** The most that a factor's lines can add up to, in hundredths of a point. */
    public int maxHundredths(Factor factor) {
        int sum = 0;
        for (ScoreLine line : lines) {
            if (line.subFactor().factor() == factor) {
                sum += line.maxHundredths();
            }
        }
        return sum;
    }

    public ScoreLine line(SubFactor subFactor) {
        return lines.stream()
                .filter(line -> line.subFactor() == subFactor)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a score without lines has no line " + subFactor.key()));
    }

    /**
     * The lines in whole points as a person sees them, in the order of {@link #lines}: they add up to {@link #points}
     * exactly (largest remainder).
     */
    public List<Integer> displayedPoints() {
        return LargestRemainder.apportion(
                points(), lines.stream().mapToInt(ScoreLine::hundredths).toArray());
    }
}
