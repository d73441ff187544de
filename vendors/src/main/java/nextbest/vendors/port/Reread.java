package nextbest.vendors.port;

import java.util.List;
import java.util.Set;

/**
 * Records that were asked for by id.
 *
 * @param items those that are there, with what they refer to before them
 * @param gone ids of those that are not there any more
 */
public record Reread(List<Item> items, Set<String> gone) {
    public Reread {
        items = List.copyOf(items);
        gone = Set.copyOf(gone);
    }
}
