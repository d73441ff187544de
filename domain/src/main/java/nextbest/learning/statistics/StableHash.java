package nextbest.learning.statistics;

import java.util.Objects;
import java.util.UUID;

/**
 * A hash that stays the same for ever, on every machine: decisions replay and people stay in their arm because of it.
 *
 * <p>The mixing function is the 64-bit finaliser of MurmurHash3 (Appleby 2011, variant 13 of Stafford), applied to each
 * word in turn. It is not cryptographic: whoever can choose ids can choose arms.
 */
public final class StableHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private StableHash() {}

    /** Mixes two words into one. */
    public static long mix(long state, long word) {
        long z = (state ^ word) + SEED;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The hash of a text, by its UTF-16 units. */
    public static long of(CharSequence text) {
        Objects.requireNonNull(text, "text");
        long h = mix(SEED, text.length());
        for (int i = 0; i < text.length(); i++) {
            h = mix(h, text.charAt(i));
        }
        return h;
    }

    /** The hash of an id. */
    public static long of(UUID id) {
        return mix(mix(SEED, id.getMostSignificantBits()), id.getLeastSignificantBits());
    }

    /** The hash of a number. */
    public static long of(long number) {
        return mix(SEED, number);
    }

    /** A number in [0, 1) with 53 bits, uniform over hashes. */
    public static double uniform(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
