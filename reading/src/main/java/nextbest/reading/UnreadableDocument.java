package nextbest.reading;

/** A document that cannot be read: which one, what was seen, what would be read. Others are read nevertheless. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableDocument(String name, String problem) {
        super(name + ": " + problem);
    }

    UnreadableDocument(String name, String problem, Throwable cause) {
        super(name + ": " + problem, cause);
    }
}
