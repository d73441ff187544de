package nextbest.standalone.parts;

/** A part could not be started, stopped or read; the message says what was expected, what was seen and what to do next. */
public final class PartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartException(String message) {
        super(message);
    }

    PartException(String message, Throwable cause) {
        super(message, cause);
    }
}
