package nextbest.vendors.port;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A stream of changes that a vendor lets us listen to, instead of calling us. It is listened to for a while at a time; what came is
 * kept like a call of the vendor before anything is done about it.
 */
public interface ChangeFeed {
    /**
     * What came.
     *
     * @param calls one text for each change, that the vendor's {@link nextbest.vendors.webhook.Webhooks#read} understands; the same
     *     change gives the same text
     * @param place to listen on from; empty: from now on
     * @param missed whether changes may have been missed, so that everything has to be looked at again
     */
    record News(List<String> calls, Optional<String> place, boolean missed) {
        public News {
            calls = List.copyOf(calls);
            Objects.requireNonNull(place, "place");
        }

        /** Without the changes: ids are the organisation's. */
        @Override
        public String toString() {
            return "News[" + calls.size() + " changes, missed=" + missed + "]";
        }
    }

    /**
     * Listens until something came, or for as long as is said.
     *
     * @param place what {@link News#place} said; empty: from now on
     */
    News next(Optional<String> place, Duration patience);
}
