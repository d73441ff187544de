package nextbest.standalone.parts;

import java.util.Objects;

/**
 * A database role and its password.
 *
 * @param user the role's name
 * @param password its password; never printed
 */
public record Credentials(String user, String password) {

    public Credentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return user + " (password not shown)";
    }
}
