package nextbest.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nextbest.recommendation.Candidate;
import nextbest.recommendation.FlipPoint;
import nextbest.recommendation.Move;
import nextbest.recommendation.Score;
import nextbest.recommendation.ScoreLine;

/**
 * What would put an alternative first. Looked for in this order: the weakest single piece of evidence without which the
 * order would turn; a single line that would have to change by the gap, preferably the alternative's with the most room;
 * the fewest lines of the alternative that together have room enough.
 */
final class FlipPoints {
    private FlipPoints() {}

    static List<FlipPoint> of(Candidate main, List<Candidate> others) {
        List<FlipPoint> points = new ArrayList<>();
        for (Candidate other : others) {
            if (!main.mandatory() && !main.score().isNone() && !other.score().isNone()) {
                points.add(between(main.score(), other));
            }
        }
        return points;
    }

    private static FlipPoint between(Score main, Candidate other) {
        // One hundredth more than the gap: at equal scores the order by key decides, and that is no reason.
        int gap = Math.max(0, main.hundredths() - other.score().hundredths()) + 1;
        List<FlipPoint> byEvidence = new ArrayList<>();
        for (ScoreLine line : main.lines()) {
            for (Move move : line.moves()) {
                addIfEnough(byEvidence, other, line, move, line.hundredths() - line.without(move), gap);
            }
        }
        for (ScoreLine line : other.score().lines()) {
            for (Move move : line.moves()) {
                addIfEnough(byEvidence, other, line, move, line.without(move) - line.hundredths(), gap);
            }
        }
        return byEvidence.stream()
                .min(Comparator.comparingInt(FlipPoint::hundredths).thenComparing(FlipPoint::evidence))
                .orElseGet(() -> byLines(main, other, gap));
    }

    private static void addIfEnough(
            List<FlipPoint> points, Candidate other, ScoreLine line, Move move, int change, int gap) {
        if (change >= gap) {
            points.add(new FlipPoint(
                    other.key(),
                    FlipPoint.Kind.EVIDENCE_GONE,
                    List.of(line.subFactor()),
                    change,
                    move.evidence().id()));
        }
    }

    private static FlipPoint byLines(Score main, Candidate other, int gap) {
        List<ScoreLine> byRoom = other.score().lines().stream()
                .sorted(Comparator.comparingInt(FlipPoints::room).reversed().thenComparing(ScoreLine::subFactor))
                .toList();
        if (room(byRoom.getFirst()) >= gap) {
            return new FlipPoint(
                    other.key(),
                    FlipPoint.Kind.LINE_RISES,
                    List.of(byRoom.getFirst().subFactor()),
                    gap,
                    "");
        }
        ScoreLine largest = main.lines().stream()
                .max(Comparator.comparingInt(ScoreLine::hundredths))
                .orElseThrow();
        if (largest.hundredths() >= gap) {
            return new FlipPoint(other.key(), FlipPoint.Kind.LINE_FALLS, List.of(largest.subFactor()), gap, "");
        }
        List<nextbest.recommendation.SubFactor> together = new ArrayList<>();
        int sum = 0;
        for (ScoreLine line : byRoom) {
            if (sum < gap && room(line) > 0) {
                together.add(line.subFactor());
                sum += room(line);
            }
        }
        return new FlipPoint(other.key(), FlipPoint.Kind.LINES_RISE, together, gap, "");
    }

    private static int room(ScoreLine line) {
        return line.maxHundredths() - line.hundredths();
    }
}
