package nextbest.evaluation;

import java.nio.file.Path;

/** A file that cannot be evaluated: where, what was expected, what was seen. */
final class BadData extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadData(String message) {
        super(message);
    }

    static BadData inFile(Path file, String problem) {
        return new BadData(file + ": " + problem);
    }

    static BadData at(Path file, long line, String column, String problem) {
        return new BadData(file + ", line " + line + ", column " + column + ": " + problem);
    }
}
