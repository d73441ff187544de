package nextbest.catalogue.file;

import java.util.Objects;

/**
 * Something wrong in a catalogue file.
 *
 * @param file the file's name
 * @param line from 1; 0 if the file as a whole is meant
 * @param column from 1
 * @param seen what is there
 * @param allowed what may be there
 */
public record CatalogueProblem(String file, int line, int column, String seen, String allowed) {
    public CatalogueProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(allowed, "allowed");
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": saw " + seen + "; allowed: " + allowed;
    }
}
