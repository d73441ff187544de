package nextbest.api.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import nextbest.event.Violation;

/**
 * A problem document (RFC 9457).
 *
 * @param type names the kind of problem
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what happened this time
 * @param instance the address that was asked
 * @param correlationId what to look for in the logs
 * @param violations each field that was refused
 * @param more what else belongs to the kind of problem, for example the current card where an old one was answered
 */
@Schema(name = "Problem", description = "A problem document (RFC 9457). Some kinds have further members.")
public record Problem(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The kind of problem: urn:nextbest:problem:KIND.",
                example = "urn:nextbest:problem:not-found")
        String type,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The kind in words.")
        String title,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The HTTP status.")
        int status,

        @Schema(description = "What happened this time: what was expected, what was seen, what is allowed.")
        String detail,

        @Schema(description = "The path that was asked.") String instance,

        @Schema(description = "What to look for in the logs.")
        String correlationId,

        @Schema(description = "Each field that was refused.") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Violation> violations,

        @Schema(hidden = true) @JsonAnyGetter Map<String, Object> more) {
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Refusal refusal, String instance, String correlationId) {
        return new Problem(
                refusal.kind().type(),
                refusal.kind().title(),
                refusal.kind().status(),
                refusal.getMessage(),
                instance,
                correlationId,
                refusal.violations(),
                refusal.more());
    }
}
