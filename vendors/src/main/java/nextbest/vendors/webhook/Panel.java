package nextbest.vendors.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nextbest.vendors.Setting;

/**
 * How a vendor shows the card of a deal inside its own pages: it sends a rep's browser to us with a request that it has signed.
 * A request that was used is not used again, which whoever takes it sees to.
 */
public interface Panel {
    /** What the vendor signs such requests with. */
    Setting SECRET = Setting.secret("panel-secret", false, "what the vendor signs requests for the card with");

    /** What it signed with before, while both may still be in use. */
    Setting OLD_SECRET =
            Setting.secret("panel-secret-old", false, "what the vendor signed requests for the card with before");

    /** Whether a request is the vendor's, and what it asks for. */
    sealed interface Opening {
        /**
         * It is.
         *
         * @param deal the vendor's id
         * @param rep the vendor's id of who looks
         * @param mark of the request: one that was seen before is a repetition
         */
        record Genuine(String deal, String rep, String mark) implements Opening {
            public Genuine {
                Objects.requireNonNull(deal, "deal");
                Objects.requireNonNull(rep, "rep");
                Objects.requireNonNull(mark, "mark");
            }
        }

        /**
         * It is not, or is too old, or asks for nothing that we have.
         *
         * @param reason what was expected and what was missing, without the request
         */
        record Refused(String reason) implements Opening {}
    }

    /** The name of the form field that holds the request. */
    String field();

    /**
     * Checks a request over its characters as they came, before anything is read of it.
     *
     * @param secrets those that are valid at the moment
     * @param settings of the connection
     * @param at real time of arrival
     */
    Opening open(String request, List<String> secrets, java.util.Map<String, String> settings, Instant at);
}
