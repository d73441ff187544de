package nextbest.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests ask of every vendor. */
public final class Asking {
    private Asking() {}

    /** The trouble that a call ends with; it has to be of this cause. */
    public static VendorTrouble trouble(Cause cause, ThrowingCallable call) {
        List<VendorTrouble> caught = new ArrayList<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(VendorTrouble.class, e -> {
            assertThat(e.what()).as(e.getMessage()).isEqualTo(cause);
            caught.add(e);
        });
        return caught.getFirst();
    }

    /** A record as it is now. */
    public static Item only(Line line, Kind kind, String id) {
        return line.source().reread(kind, Set.of(id)).items().getLast();
    }

    /** The records of all pages. */
    public static List<Item> readAll(Source source, Kind kind, Optional<Instant> since) {
        List<Item> items = new ArrayList<>();
        Optional<String> place = Optional.empty();
        do {
            Page page = source.read(kind, since, place);
            items.addAll(page.items());
            place = page.next();
        } while (place.isPresent());
        return items;
    }

    public static List<Item> readAll(Line line, Kind kind) {
        return readAll(line.source(), kind, Optional.empty());
    }
}
