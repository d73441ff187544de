package nextbest.api.problem;

import java.util.Optional;
import org.jooq.exception.DataAccessException;

/** A value that got past every check and that PostgreSQL cannot hold: the sender's mistake, not ours. */
public final class Unstorable {
    private Unstorable() {}

    /** Class 22, data exception, of PostgreSQL's appendix A: the character NUL, a moment out of range, a number too large. */
    public static Optional<Refusal> in(DataAccessException e) {
        return String.valueOf(e.sqlState()).startsWith("22")
                ? Optional.of(Refusal.invalid(
                        "request",
                        "a value that cannot be stored",
                        "text without the character NUL, moments from 1900 to 2200, numbers within their range"))
                : Optional.empty();
    }
}
