package nextbest.vendors.http;

import java.time.Duration;
import java.util.List;

/** Keeps what is asked of a vendor within its limits, for all processes of an installation together. */
public interface Gate {
    /**
     * Takes the tolls of a request, all or none.
     *
     * @return zero if they were taken; else how long to wait before asking again
     */
    Duration pay(List<Toll> tolls);

    /** The vendor said "later": nobody asks within this scope until then. */
    void close(Limit limit, Duration during);

    /** For tests of what is not about limits. */
    static Gate open() {
        return new Gate() {
            @Override
            public Duration pay(List<Toll> tolls) {
                return Duration.ZERO;
            }

            @Override
            public void close(Limit limit, Duration during) {
                // always open
            }
        };
    }
}
