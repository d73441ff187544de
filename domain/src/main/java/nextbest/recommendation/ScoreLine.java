package nextbest.recommendation;

import java.util.List;
import java.util.Objects;

/**
 * One line of a score, in hundredths of a point.
 *
 * <p>With s the sum of the moves, held between -1000 and 1000, the line is {@code neutral + (max − neutral) · s / 1000} for
 * s ≥ 0 and {@code neutral · (1000 + s) / 1000} otherwise, rounded down. So a line can neither exceed its maximum nor
 * become negative, and the same evidence counts for less where little room is left.
 *
 * @param subFactor which line
 * @param hundredths its value, 0 to {@code maxHundredths}
 * @param maxHundredths its maximum
 * @param neutralHundredths its value if nothing else were known
 * @param moves what took it away from neutral
 */
public record ScoreLine(
        SubFactor subFactor, int hundredths, int maxHundredths, int neutralHundredths, List<Move> moves) {
    public ScoreLine {
        Objects.requireNonNull(subFactor, "subFactor");
        moves = List.copyOf(moves);
        if (hundredths < 0
                || hundredths > maxHundredths
                || neutralHundredths < 0
                || neutralHundredths > maxHundredths) {
            throw new IllegalArgumentException("line " + subFactor.key() + " must lie between 0 and " + maxHundredths
                    + ", but is " + hundredths + " with neutral " + neutralHundredths);
        }
    }

    /** The line after these moves. */
    public static ScoreLine moved(SubFactor subFactor, int maxHundredths, int neutralHundredths, List<Move> moves) {
        int value = valueAfter(maxHundredths, neutralHundredths, sum(moves));
        return new ScoreLine(subFactor, value, maxHundredths, neutralHundredths, moves);
    }

    /** The value that the line would have without one of its moves. */
    public int without(Move move) {
        return valueAfter(maxHundredths, neutralHundredths, sum(moves) - move.permille());
    }

    /** A loop: a decision asks a thousand times. */
    private static int sum(List<Move> moves) {
        int sum = 0;
        for (Move move : moves) {
            sum += move.permille();
        }
        return sum;
    }

    /** How much a further move would add, in hundredths of a point; negative if it would take away. */
    public int further(int permille) {
        int sum = moves.stream().mapToInt(Move::permille).sum() + permille;
        return valueAfter(maxHundredths, neutralHundredths, sum) - hundredths;
    }

    private static int valueAfter(int max, int neutral, int permille) {
        int s = Math.clamp(permille, -1000, 1000);
        return s >= 0 ? neutral + (max - neutral) * s / 1000 : neutral * (1000 + s) / 1000;
    }
}
