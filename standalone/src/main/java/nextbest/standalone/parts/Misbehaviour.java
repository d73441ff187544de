package nextbest.standalone.parts;

import java.time.Duration;
import java.util.Objects;

/**
 * What can go wrong at a mail server, for tests and rehearsals. It happens at the end of the message's
 * data, where SMTP's one unavoidable doubt lies: whether the 250 was seen.
 */
public sealed interface Misbehaviour {

    /** The message is stored and accepted, but the 250 comes late. */
    record SlowReply(Duration delay) implements Misbehaviour {
        public SlowReply {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay must not be negative, but is " + delay + ".");
            }
        }
    }

    /** The connection is cut before anything is stored: a repeat is right. */
    record DropBeforeStoring() implements Misbehaviour {}

    /** The message is stored, and the connection cut before the 250: a repeat is a second copy. */
    record DropBeforeReply() implements Misbehaviour {}

    /** The message is stored, the 250 sent, and then the connection cut: a repeat is a mistake of the sender. */
    record DropAfterReply() implements Misbehaviour {}

    /**
     * Nothing is stored and the sender is told so.
     *
     * @param code 400 to 499: try again later; 500 to 599: never try again
     * @param text the server's words
     */
    record Refuse(int code, String text) implements Misbehaviour {
        public Refuse {
            Objects.requireNonNull(text, "text");
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("An SMTP refusal is 400 to 599, but the code is " + code + ".");
            }
        }
    }
}
