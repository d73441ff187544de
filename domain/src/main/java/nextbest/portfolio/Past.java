package nextbest.portfolio;

import java.time.LocalDate;
import java.util.Objects;

/**
 * What became of a product that was proposed for a client.
 *
 * @param client number of the client
 * @param product number of the product
 * @param what the last thing that happened to it
 * @param on when
 */
public record Past(int client, int product, Happened what, LocalDate on) {
    /** What can have happened. */
    public enum Happened {
        /** The client saw it and has not answered. */
        PRESENTED,
        /** The client wants to know more. */
        INTERESTED,
        /** The client bought it. */
        ACCEPTED,
        /** The client said no. */
        REFUSED,
        /** The rep did not show it. */
        KEPT_BACK
    }

    /** Rejects missing parts. */
    public Past {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(on, "on");
    }
}
