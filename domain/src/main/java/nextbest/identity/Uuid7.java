package nextbest.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Time-ordered identifiers (RFC 9562, version 7): 48 bits of Unix milliseconds, then 74 bits of randomness. Rows that
 * are written together lie together in an index.
 *
 * <p>Time and randomness are parameters: the same arguments give the same identifier, so a retried activity that is
 * given the workflow's random bits writes the same row.
 */
public final class Uuid7 {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Uuid7() {}

    /**
     * @param at the moment that the identifier sorts by, from 1970 to the year 10889
     * @param random 64 random bits; of these, 62 are used for the low half and 12 are mixed into the high half
     */
    public static UUID of(Instant at, long random) {
        long millis = Objects.requireNonNull(at, "at").toEpochMilli();
        if (millis < 0 || millis >= 1L << 48) {
            throw new IllegalArgumentException("at must lie between 1970 and 10889, but is " + at);
        }
        long high = (millis << 16) | VERSION | (mix(random) & 0x0FFFL);
        long low = VARIANT | (random & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }

    /** The moment inside a version 7 identifier, to the millisecond. */
    public static Instant instantOf(UUID id) {
        if (id.version() != 7) {
            throw new IllegalArgumentException("expected a version 7 UUID, but " + id + " is version " + id.version());
        }
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    static UUID parse(String text, String what) {
        if (text == null || text.length() != 36) {
            throw new IllegalArgumentException(what + " must be a UUID of 36 characters, but is '" + text + "'");
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    what + " must be a UUID such as 0197f0c2-1d2e-7abc-8def-0123456789ab, but is '" + text + "'", e);
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit changes every output bit. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
