package nextbest.store.drafting;

import java.util.List;
import java.util.Objects;

/**
 * A drafted why and how as a person is shown them. Plain text, never markup.
 *
 * @param why sentences about why
 * @param how sentences about how, in order
 */
public record DraftText(List<Sentence> why, List<Sentence> how) {
    public DraftText {
        why = List.copyOf(why);
        how = List.copyOf(how);
    }

    /** @param evidence ids of the decision's evidence that it rests on */
    public record Sentence(String text, List<String> evidence) {
        public Sentence {
            Objects.requireNonNull(text, "text");
            evidence = List.copyOf(evidence);
        }
    }
}
