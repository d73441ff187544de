package nextbest.store.letter;

import java.util.List;
import java.util.UUID;

/** Whether a report or an alert may be sent. */
public sealed interface ReportClaim {
    /**
     * Send it, and then confirm or fail it.
     *
     * @param outbox the row to confirm; also what the message id is made of
     * @param recipient the address
     * @param alerts which alerts it tells of; empty for a report
     * @param attempt 1 for the first; from 2 on, an earlier attempt may have arrived
     */
    record Send(UUID outbox, UUID reader, String recipient, List<UUID> alerts, int attempt) implements ReportClaim {
        public Send {
            alerts = List.copyOf(alerts);
        }
    }

    /**
     * Send nothing.
     *
     * @param rule why: {@code sent}, {@code shadow}, {@code gone} (no such reader any more), {@code unwanted}, {@code
     *     no-address}, {@code recipient-domain}, {@code nothing-left}, {@code dead}, {@code uncertain}
     */
    record Skip(String rule) implements ReportClaim {}
}
