package nextbest.api.security.oidc;

import java.util.Locale;

/** Why nobody is let in; the message is for the log and has no token in it. */
final class LogInRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final Why why;

    LogInRefused(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    LogInRefused(Why why, String message) {
        this(why, message, null);
    }

    Why why() {
        return why;
    }

    /** What the person is told. */
    enum Why {
        /** The way began in another browser, or long ago. */
        STALE,
        /** The provider said no. */
        DECLINED,
        /** What the provider said cannot be relied on. */
        NOT_VALID,
        /** The provider does not answer. */
        NOT_REACHED,
        /** The provider knows the person; we have no account. */
        NO_ACCOUNT;

        /** Key of the message. */
        String key() {
            return "login.provider." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
