package nextbest.recommendation;

import java.util.Objects;

/**
 * What moves a line away from its neutral value.
 *
 * @param permille how far: 1000 takes the line to its maximum, -1000 to 0; several moves of a line add up
 * @param evidence why
 */
public record Move(int permille, Evidence evidence) {
    public Move {
        Objects.requireNonNull(evidence, "evidence");
        if (permille == 0 || permille < -1000 || permille > 1000) {
            throw new IllegalArgumentException(
                    "a move must be -1000 to 1000 permille and not 0, but is " + permille + " for " + evidence.id());
        }
    }
}
