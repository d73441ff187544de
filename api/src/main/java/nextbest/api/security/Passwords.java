package nextbest.api.security;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Passwords are kept as bcrypt hashes of cost 10 (about a tenth of a second). */
@Component
public final class Passwords {
    /** bcrypt looks at no more. */
    private static final int MAX_BYTES = 72;

    private static final int MIN_CHARACTERS = 10;

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(10);
    private final String nobody = bcrypt.encode("a password that nobody has");

    /** @throws IllegalArgumentException if the password is too short or too long */
    public String hash(String password) {
        if (password.length() < MIN_CHARACTERS || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a password has " + MIN_CHARACTERS + " characters to " + MAX_BYTES
                    + " bytes, but this has " + password.length() + " characters");
        }
        return bcrypt.encode(password);
    }

    /** Whether this is the password; takes as long where there is no hash to compare with. */
    boolean matches(String password, Optional<String> hash) {
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return false;
        }
        return bcrypt.matches(password, hash.orElse(nobody)) && hash.isPresent();
    }
}
