package nextbest.demo;

/** The API cannot be played at: it does not answer, or it does not let us in. The message says what to do. */
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiRefusal(String message) {
        super(message);
    }

    ApiRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
