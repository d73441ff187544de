package nextbest.vendors.port;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some records and where to go on.
 *
 * @param next to be given back to read on; empty: that was all
 */
public record Page(List<Item> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(next, "next");
    }
}
