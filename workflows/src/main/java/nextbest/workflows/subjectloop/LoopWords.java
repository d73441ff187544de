package nextbest.workflows.subjectloop;

import java.time.Instant;
import java.util.Optional;

/** What a loop tells operators, in plain words: stages, counts, ids and business times, and nothing personal. */
final class LoopWords {
    private LoopWords() {}

    /** What the loop waits for, as the end of 'waits for'. */
    static String waitsFor(LoopStage stage, SubjectLoopState state) {
        return switch (stage) {
            case PAUSED -> "a person to resume it";
            case ANALYZE -> "its decision";
            case PRESENT -> "its card to go out";
            case LEARN -> "the results to be brought up to date";
            case ENDED -> "nothing: it has ended";
            case TRACK -> tracked(state);
        };
    }

    private static String tracked(SubjectLoopState state) {
        if (state.news() > 0) {
            return "the burst of news to end";
        }
        if (state.closed()) {
            return "the last results of a closed deal";
        }
        return state.card() == null
                ? "news of the deal, or the next review"
                : "an answer to the card, news of the deal, or the next review";
    }

    /** The text on the loop's page. */
    static String details(LoopStage stage, SubjectLoopState state, Optional<Instant> wake) {
        return "**" + stage.key() + "**: waits for " + waitsFor(stage, state)
                + wake.map(at -> ", at the latest until " + at + " (business time)")
                        .orElse("") + ".\n\nDecisions so far: " + state.decisions()
                + (state.card() == null ? "" : "; current card " + state.card())
                + (state.resultDue() == null ? "" : "; next result due " + state.resultDue())
                + (state.news() == 0 ? "" : "; news not looked at: " + state.news());
    }

    /** The text while a step keeps failing. */
    static String trouble(LoopStage stage, String what) {
        return "**" + stage.key() + "**: failed and is tried again in a few minutes. What went wrong: " + what;
    }
}
