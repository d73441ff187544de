package nextbest.vendors.port;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What can be read of a vendor. Reading never changes anything there and may be repeated. */
public interface Source {
    /** What the vendor can do; the same for the life of a connection. */
    Set<Capability> capabilities();

    /**
     * One page of the records of a kind.
     *
     * @param since only what changed at or after this moment; empty: everything. Records may come again, and one that changed
     *     while pages were read comes at the latest with the next reading
     * @param from what {@link Page#next} said; empty: from the beginning
     * @throws VendorTrouble {@code NOT_ABLE} for a kind whose capability is not declared
     */
    Page read(Kind kind, Optional<Instant> since, Optional<String> from);

    /**
     * Reads records by id, as they are now: what webhooks hint at. A deal brings along the client, people and owner that it
     * refers to.
     *
     * @param ids at most {@link #MOST_AT_ONCE}
     * @throws VendorTrouble {@code NOT_ABLE} for a kind whose capability is not declared
     */
    Reread reread(Kind kind, Set<String> ids);

    /** So many records can be asked for at once. */
    int MOST_AT_ONCE = 100;

    /** @throws IllegalArgumentException if more than {@link #MOST_AT_ONCE} are asked for */
    static void checkCount(Set<String> ids) {
        if (ids.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "at most " + MOST_AT_ONCE + " records are read at once, but " + ids.size() + " were asked for");
        }
    }
}
