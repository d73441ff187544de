package nextbest.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.Violation;

/**
 * What became of a batch of events.
 *
 * @param results in the order of the batch
 */
@Schema(description = "What became of a batch of events.")
public record EventOutcomes(
        @Schema(description = "How many were stored.") int accepted,

        @Schema(description = "How many had been stored before; nothing changed.")
        int duplicates,

        @Schema(description = "How many were not stored.") int refused,

        @Schema(description = "What became of each, in the order of the batch.")
        List<EventOutcome> results) {

    /**
     * What became of one event.
     *
     * @param index its place in the batch, from 0
     * @param subject our id of what it is about
     */
    @Schema(description = "What became of one event.")
    public record EventOutcome(
            @Schema(description = "Its place in the batch, from 0.")
            int index,

            @Schema(description = "The sender's id, if it could be read.")
            Optional<String> id,

            @Schema(description = "Whether it was stored.") Status status,

            @Schema(description = "Our id of the deal or client that it is about.")
            Optional<UUID> subject,

            @Schema(description = "Why it was refused.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<Violation> violations) {}

    /** Whether an event was stored. */
    public enum Status {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("duplicate")
        DUPLICATE,
        @JsonProperty("refused")
        REFUSED
    }
}
