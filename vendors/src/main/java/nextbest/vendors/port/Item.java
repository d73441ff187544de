package nextbest.vendors.port;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One record of a vendor, read.
 *
 * @param kind what it is
 * @param id the vendor's
 * @param changedAt when it last changed there
 * @param says what it tells us, in an order in which it can be taken in
 * @param oddities what could not be understood; the rest of the record stands
 * @param call the call that it is; it says nothing by itself, because the vendor need not know which deal it belongs to
 */
public record Item(
        Kind kind, String id, Instant changedAt, List<Statement> says, List<Oddity> oddities, Optional<HeldCall> call) {
    public Item(Kind kind, String id, Instant changedAt, List<Statement> says, List<Oddity> oddities) {
        this(kind, id, changedAt, says, oddities, Optional.empty());
    }

    public Item {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(changedAt, "changedAt");
        says = List.copyOf(says);
        oddities = List.copyOf(oddities);
        Objects.requireNonNull(call, "call");
    }

    /**
     * A value that was left out.
     *
     * @param field the vendor's name of it
     * @param seen what was there, cut to 80 characters
     * @param allowed what is understood
     */
    public record Oddity(String field, String seen, String allowed) {
        private static final int MOST = 80;

        public Oddity {
            seen = seen.length() > MOST ? seen.substring(0, MOST - 1) + "…" : seen;
        }
    }
}
