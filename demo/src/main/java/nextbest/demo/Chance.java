package nextbest.demo;

import java.util.List;
import nextbest.learning.statistics.StableHash;

/**
 * A stream of random numbers that is a function of a seed and a path of names. Everything in the demo has a stream of its
 * own, so that one more draw for a deal leaves all others as they were.
 */
final class Chance {
    private final long key;
    private long drawn;

    private Chance(long key) {
        this.key = key;
    }

    static Chance of(long seed, String... path) {
        long key = StableHash.of(seed);
        for (String name : path) {
            key = StableHash.mix(key, StableHash.of(name));
        }
        return new Chance(key);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return StableHash.uniform(StableHash.mix(key, drawn++));
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** A whole number from 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    int within(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }

    <T> T pick(List<T> of) {
        return of.get(below(of.size()));
    }
}
