package nextbest.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** What was done to make the workflow server agree with the database. */
@Schema(description = "What was done to make the workflow server agree with the database.")
public record Reconciled(
        @Schema(description = "Subjects that must have a loop: the deal is open, or a result is waited for.")
        int subjects,

        @Schema(description = "Of them, those whose loops were running and were left alone.")
        int running,

        @Schema(description = "Of them, those whose loops were started where they stood.")
        int started,

        @Schema(description = "Of those started, how many wait for a result that time alone brings.")
        int resultsWaiting,

        @Schema(description = "Of those started, how many have news that no decision has seen.")
        int newsWaiting,

        @Schema(description = "Of those started, how many stay held, because a person held them.")
        int paused,

        @Schema(
                description =
                        "Loops that were ended to be started anew (rebuild), or because nothing is known of their subject.")
        int ended,

        @Schema(description = "Subjects of ended loops of which nothing is known, or whose loop a person had stopped.")
        List<UUID> orphans,

        @Schema(description = "Reps whose digests were started, because a card waits for them.")
        int digestsStarted,

        @Schema(
                description = "Subjects whose loop had shown a card that the database does not know, or did not say:"
                        + " nothing more is shown of them on the rep's local day.")
        List<UUID> heldForToday,

        @Schema(
                description =
                        "Subjects whose loop could not be started or ended; the same command again tries them again.")
        List<UUID> failed) {
    public Reconciled {
        orphans = List.copyOf(orphans);
        heldForToday = List.copyOf(heldForToday);
        failed = List.copyOf(failed);
    }
}
