package nextbest.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Move;
import nextbest.recommendation.SubFactor;

/** Collects what moves the lines of one proposal. What fired its trigger is in the baseline already and moves nothing. */
final class Moves {
    private final Calling calling;
    private final Map<SubFactor, List<Move>> moves = new EnumMap<>(SubFactor.class);

    Moves(Calling calling) {
        this.calling = calling;
    }

    /** @param permille how far, -1000 to 1000; 0 is not a move */
    void add(SubFactor line, int permille, Evidence evidence) {
        if (permille != 0 && !calling.inBaseline().contains(evidence.id())) {
            moves.computeIfAbsent(line, key -> new ArrayList<>(2)).add(new Move(permille, evidence));
        }
    }

    /** For what says something else than 'it is there', such as its age: counts although it fired the trigger. */
    void addAbout(SubFactor line, int permille, Evidence evidence) {
        moves.computeIfAbsent(line, key -> new ArrayList<>(2)).add(new Move(permille, evidence));
    }

    List<Move> of(SubFactor line) {
        return moves.getOrDefault(line, List.of());
    }
}
