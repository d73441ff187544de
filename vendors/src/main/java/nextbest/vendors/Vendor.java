package nextbest.vendors;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nextbest.process.RecordField;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.Capability;
import nextbest.vendors.webhook.Panel;
import nextbest.vendors.webhook.Webhooks;

/** A system outside that nextbest works with. The one public type of its package that others see. */
public interface Vendor {
    /** Its name in commands, addresses and tables: lower case letters and digits. */
    String key();

    /** What it can do for us at most; a connection declares what it can do with its settings. */
    Set<Capability> capabilities();

    /** Fields of a deal that can be changed there with a mapping, at the wish of a rep. */
    default Set<RecordField> changeable(Mapping mapping) {
        return Set.of();
    }

    /** What a connection needs to be told, in the order in which a person is asked. */
    List<Setting> settings();

    /** How its calls are checked; empty if it sends none. */
    Optional<Webhooks> webhooks();

    /** How it shows the card of a deal inside its own pages; empty if it cannot, or is asked in another way. */
    default Optional<Panel> panel() {
        return Optional.empty();
    }

    /**
     * Opens a line with the credentials of one organisation. Nothing is sent yet.
     *
     * @param gate keeps the vendor's limits
     * @param tokens keeps what an exchange of tokens brings
     * @throws IllegalArgumentException naming all settings that are missing or wrong
     */
    Line open(Connection connection, Gate gate, Tokens tokens);
}
