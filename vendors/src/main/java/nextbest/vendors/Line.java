package nextbest.vendors;

import java.util.Optional;
import java.util.Set;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.ChangeFeed;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;

/**
 * An open line to a vendor, for one organisation. Lines are cheap, may be used by several threads, and keep nothing between
 * calls but what they were opened with.
 */
public interface Line {
    /** What it can do with its settings. */
    Set<Capability> capabilities();

    Source source();

    /** Calls and what was said in them; empty if {@link Capability#READ_CALLS} is not declared. */
    default Optional<Conversation> conversation() {
        return Optional.empty();
    }

    /** A stream of changes to listen to; empty if the vendor has none, or the settings name none. */
    default Optional<ChangeFeed> changeFeed() {
        return Optional.empty();
    }

    /** Tasks for reps; empty if {@link Capability#WRITE_TASKS} is not declared. */
    Optional<Tasks> tasks();

    /** Changes of deals; empty if {@link Capability#CHANGE_DEALS} is not declared. */
    default Optional<DealChanges> dealChanges() {
        return Optional.empty();
    }

    /**
     * Looks at the vendor with the credentials that were given, reading only.
     *
     * @throws nextbest.vendors.port.VendorTrouble if not even that is possible
     */
    Survey survey();

    /** Asks the vendor to call us, where it is asked over its API and the address can be called; safe to repeat. */
    default void prepareListening() {}

    /** Makes what writing needs there, such as a field for our key; safe to repeat. */
    void prepareWriting();
}
