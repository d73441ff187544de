package nextbest.vendors.port;

import java.time.Duration;
import java.util.Objects;

/**
 * A vendor did not do what it was asked. The cause says what the caller does next; the message says what was expected and what
 * was seen, and holds neither secrets nor anything that a buyer wrote.
 */
public final class VendorTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller does next. */
    public enum Cause {
        /** Wait as long as is said, then ask again. */
        THROTTLED(true),
        /** It was not done; ask again later. */
        UNAVAILABLE(true),
        /** It may have been done; look before asking again. */
        UNCERTAIN(true),
        /** The credentials are not valid: a person has to connect anew. */
        UNAUTHORISED(false),
        /** The credentials do not allow this: a person has to grant it. */
        FORBIDDEN(false),
        /** The request is wrong in itself: asking again will not help. */
        REJECTED(false),
        /** The vendor has no such ability, or it was not declared. */
        NOT_ABLE(false),
        /** The answer is not what the vendor's contract says. */
        NOT_UNDERSTOOD(false);

        private final boolean passing;

        Cause(boolean passing) {
            this.passing = passing;
        }

        /** Whether it may be different later without a person. */
        public boolean passing() {
            return passing;
        }
    }

    private final Cause cause;
    private final Duration after;

    public VendorTrouble(Cause cause, String message) {
        this(cause, message, Duration.ZERO);
    }

    /** @param after how long to wait; zero: nothing was said */
    public VendorTrouble(Cause cause, String message, Duration after) {
        super(message);
        this.cause = Objects.requireNonNull(cause, "cause");
        this.after = Objects.requireNonNull(after, "after");
    }

    public Cause what() {
        return cause;
    }

    public Duration after() {
        return after;
    }

    /** The refusal of something that is not declared. */
    public static VendorTrouble notAble(String vendor, Capability needed) {
        return new VendorTrouble(
                Cause.NOT_ABLE, vendor + " does not declare " + needed.key() + ", so it cannot be asked for it");
    }
}
