package nextbest.vendors.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message authentication as vendors do it. */
public final class Signatures {
    private Signatures() {}

    /** The algorithms in use; a vendor's package pins one and never takes it from a message. */
    public enum Algorithm {
        /** RFC 2104 with FIPS 180-4. */
        HMAC_SHA256("HmacSHA256"),
        /** RFC 2104 with FIPS 180-4; weak for signatures, still sound as a MAC. */
        HMAC_SHA1("HmacSHA1");

        private final String java;

        Algorithm(String java) {
            this.java = java;
        }
    }

    public static byte[] mac(Algorithm algorithm, String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm.java);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm.java));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.java, e);
        }
    }

    /**
     * Whether a MAC was made with one of the secrets. All of them are tried and each comparison looks at every byte.
     *
     * @param sent empty if nothing readable was sent
     */
    public static boolean matches(Algorithm algorithm, List<String> secrets, byte[] message, Optional<byte[]> sent) {
        byte[] given = sent.orElseGet(() -> new byte[0]);
        boolean matches = false;
        for (String secret : secrets) {
            matches |= MessageDigest.isEqual(mac(algorithm, secret, message), given);
        }
        return matches;
    }
}
