package nextbest.api.report;

import java.util.Locale;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.store.report.Overrides;

/** Tells who was right when reps did something else, in words that do not say more than the data. */
public final class OverrideTeller {
    private OverrideTeller() {}

    /** Both sides with their counts, and a verdict where there is one. */
    public static String says(Overrides.Line line) {
        if (line.overridden().trials() == 0) {
            return "Undecided: of no deal in which a rep did something else it is known yet whether it moved on.";
        }
        String counts = "%s overridden and %s followed deals moved on"
                .formatted(share(line.overridden()), share(line.followed()));
        return switch (line.difference()) {
            case Estimate.TooLittleData(long n, String reason) -> "Undecided: " + counts + ", and " + reason + ".";
            case Estimate.Measured measured -> {
                String interval = String.format(
                        Locale.ROOT,
                        "%+.1f points, between %+.1f and %+.1f, in the same kind of stage",
                        100 * measured.value(),
                        100 * measured.lower(),
                        100 * measured.upper());
                yield switch (line.verdict()) {
                    case REP_RIGHT -> "The reps were right more often: " + counts + " (" + interval + "; not a trial).";
                    case ENGINE_RIGHT ->
                        "The engine was right more often: " + counts + " (" + interval + "; not a trial).";
                    case UNDECIDED -> "Undecided: " + counts + " (" + interval + ").";
                };
            }
        };
    }

    private static String share(Proportion proportion) {
        return proportion.successes() + " of " + proportion.trials();
    }
}
