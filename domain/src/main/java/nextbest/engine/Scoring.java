package nextbest.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nextbest.recommendation.Score;
import nextbest.recommendation.ScoreLine;
import nextbest.recommendation.SubFactor;

/** Scores proposals: from the neutral value that the baseline gives, each line is moved by evidence. */
final class Scoring {
    private static final SubFactor[] LINES = SubFactor.values();

    private final Reading reading;
    private final NeutralLines neutral;

    Scoring(Reading reading) {
        this.reading = reading;
        this.neutral = new NeutralLines(reading.policy().weights());
    }

    Score score(Proposal proposal) {
        if (proposal.calling().baseline().isEmpty()) {
            return Score.none();
        }
        int baseline = proposal.calling().baseline().get();
        Moves moves = new Moves(proposal.calling());
        RelevanceLines.move(reading, proposal, moves);
        ImpactLines.move(reading, proposal, moves);
        UrgencyLines.move(reading, proposal, moves);
        FeasibilityLines.move(reading, proposal, moves);
        InterestLines.move(proposal, moves);
        Map<SubFactor, Integer> start = neutral.at(baseline);
        List<ScoreLine> lines = new ArrayList<>(LINES.length);
        for (SubFactor line : LINES) {
            lines.add(ScoreLine.moved(line, neutral.max(line), start.get(line), moves.of(line)));
        }
        return new Score(baseline, lines);
    }
}
