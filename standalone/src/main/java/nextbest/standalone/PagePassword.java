package nextbest.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The password of this machine's first log-ins: made once, in a file that only its owner can read. */
final class PagePassword {
    private static final int BYTES = 12;

    private PagePassword() {}

    static String of(Path data) {
        Path file = data.resolve("operator.password");
        try {
            if (!Files.exists(file)) {
                byte[] bits = new byte[BYTES];
                new SecureRandom().nextBytes(bits);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the password of the first log-in should be in " + file + ", but cannot be read or written", e);
        }
    }
}
