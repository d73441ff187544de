package nextbest.api.request;

import java.io.IOException;
import java.util.Optional;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;

/** A body went on longer than its address allows. */
public final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(long allowed) {
        super("the body is larger than " + readable(allowed)
                + ", which is what this address takes at once; send it in parts");
    }

    public Refusal refusal() {
        return Refusal.of(ProblemKind.TOO_LARGE, getMessage());
    }

    /** The one that caused another exception, if any. */
    public static Optional<BodyTooLarge> in(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static String readable(long bytes) {
        return bytes >= 1_000_000 ? bytes / 1_000_000 + " MB" : bytes / 1_000 + " kB";
    }
}
