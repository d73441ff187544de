package nextbest.store.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.model.ModelParameters;

/**
 * A version of an organisation's model; what it fixes does not change any more.
 *
 * @param number from 1, in the order in which versions were made
 * @param parent the version that it replaced or wanted to replace; empty for one that followed on rule scores or on what holds
 *     before training
 * @param reason why it is in its state, in words
 */
public record ModelVersion(
        UUID id,
        int number,
        State state,
        Optional<UUID> parent,
        ModelParameters parameters,
        Optional<Instant> trainedFrom,
        Optional<Instant> trainedUntil,
        Instant decidedAt,
        String reason) {
    /** Where a version is in its life. */
    public enum State {
        /** Decides in the shadow, beside the champion. */
        CHALLENGER,
        /** Decides what is shown. */
        CHAMPION,
        /** Was not good enough. */
        REFUSED,
        /** Was champion, and was replaced or was found worse. */
        DEMOTED
    }

    public ModelVersion {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(trainedFrom, "trainedFrom");
        Objects.requireNonNull(trainedUntil, "trainedUntil");
        Objects.requireNonNull(decidedAt, "decidedAt");
        Objects.requireNonNull(reason, "reason");
    }
}
