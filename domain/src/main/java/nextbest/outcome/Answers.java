package nextbest.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of several answers counts. The result depends on the set of answers, not on the order in which they arrived. */
public final class Answers {
    /**
     * The latest by the rep's own time; a view never replaces a decision; ties go to the stronger statement and then to
     * the id, so that two readers of the same set agree.
     */
    private static final Comparator<Answer> PRECEDENCE = Comparator.comparing(
                    (Answer a) -> a.disposition() != RepDisposition.VIEWED)
            .thenComparing(Answer::at)
            .thenComparing(Answer::disposition)
            .thenComparing(Answer::id);

    private Answers() {}

    /** The answer that counts; empty if there is none. Retracted answers must have been left out. */
    public static Optional<Answer> current(Collection<Answer> answers) {
        return answers.stream().max(PRECEDENCE);
    }
}
