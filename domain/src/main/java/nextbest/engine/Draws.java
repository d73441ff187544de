package nextbest.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import nextbest.identity.DecisionId;

/**
 * The random numbers of a decision: the first 53 bits of SHA-256 over a purpose, the decision's id and a counter. The same
 * decision draws the same numbers on every machine.
 */
final class Draws {
    private static final byte[] PURPOSE = "nextbest slate".getBytes(StandardCharsets.US_ASCII);
    private static final double UNIT = 0x1.0p-53;

    private Draws() {}

    /**
     * @param place which place of the slate, from 0
     * @return from 0 (inclusive) to 1 (exclusive)
     */
    static double uniform(DecisionId decision, int place) {
        UUID id = decision.value();
        byte[] seed = ByteBuffer.allocate(PURPOSE.length + 20)
                .put(PURPOSE)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(place)
                .array();
        try {
            long bits = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(seed))
                    .getLong();
            return (bits >>> 11) * UNIT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
