package nextbest.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The token with which the verbs of this machine talk to the API; a file that only its owner can read. */
public final class OperatorToken {
    private OperatorToken() {}

    static void write(Path data, String token) {
        Path file = data.resolve("operator.token");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("the operator's token could not be written to " + file, e);
        }
    }

    /** @throws IllegalStateException if there is none, because nextbest was never started there */
    public static String read(Path data) {
        Path file = data.resolve("operator.token");
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "there is no readable " + file + "; start nextbest in this data folder first: ./nextbest up", e);
        }
    }
}
