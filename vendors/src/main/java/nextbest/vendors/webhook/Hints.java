package nextbest.vendors.webhook;

import java.util.List;
import nextbest.vendors.port.Item;

/**
 * What a call says.
 *
 * @param records to be read again
 * @param oddities what could not be understood
 */
public record Hints(List<Hint> records, List<Item.Oddity> oddities) {
    public Hints {
        records = List.copyOf(records);
        oddities = List.copyOf(oddities);
    }
}
