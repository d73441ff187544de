package nextbest.vendors.port;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Some records and where to go on.
 *
 * @param next to be given back to read on; empty: that was all
 * @param gone ids of records of the kind that were deleted, where a vendor says so while it is read
 */
public record Page(List<Item> items, Optional<String> next, Set<String> gone) {
    public Page(List<Item> items, Optional<String> next) {
        this(items, next, Set.of());
    }

    public Page {
        items = List.copyOf(items);
        gone = Set.copyOf(gone);
        Objects.requireNonNull(next, "next");
    }
}
