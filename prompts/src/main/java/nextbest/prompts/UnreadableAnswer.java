package nextbest.prompts;

/** An answer that is not what was asked for. Its message tells what is wrong and nothing of what the answer says. */
public final class UnreadableAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Kind {
        EMPTY,
        TOO_LONG,
        /** No JSON, or JSON that ends in the middle. */
        NO_JSON,
        /** JSON that the schema does not allow. */
        WRONG_SHAPE
    }

    private final Kind kind;

    UnreadableAnswer(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
