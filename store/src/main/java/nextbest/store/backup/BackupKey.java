package nextbest.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the contents of backups: AES-256-GCM. Each file has a key of its own, derived from this one and the file's salt, so
 * that counting frames gives nonces that never come twice under one key.
 */
public final class BackupKey {
    private static final int LEAST_BYTES = 32;
    private static final int TAG_BITS = 128;

    private final byte[] master;

    private BackupKey(byte[] master) {
        this.master = master;
    }

    /**
     * Reads a key.
     *
     * @param file at least 32 bytes that nobody can guess, for example from {@code head -c 32 /dev/urandom}
     * @throws BackupException if it cannot be read or is too short
     */
    public static BackupKey of(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < LEAST_BYTES) {
                throw new BackupException("the key in " + file + " has " + bytes.length + " bytes; expected at least "
                        + LEAST_BYTES + ", for example from: head -c 32 /dev/urandom > " + file);
            }
            return new BackupKey(hmac(bytes, "nextbest backup"));
        } catch (IOException e) {
            throw new BackupException("could not read the key " + file, e);
        }
    }

    /** The key of one file. */
    OfFile withSalt(byte[] salt) {
        return new OfFile(hmac(master, HexFormat.of().formatHex(salt)));
    }

    /** Seals and opens the frames of one file. */
    static final class OfFile {
        private final byte[] key;

        private OfFile(byte[] key) {
            this.key = key;
        }

        /** Tells a wrong key from a damaged file. */
        String check() {
            return HexFormat.of().formatHex(Arrays.copyOf(hmac(key, "check"), 8));
        }

        byte[] seal(long frame, byte type, byte[] body) {
            return run(Cipher.ENCRYPT_MODE, frame, type, body);
        }

        byte[] open(long frame, byte type, byte[] body) {
            return run(Cipher.DECRYPT_MODE, frame, type, body);
        }

        private byte[] run(int mode, long frame, byte type, byte[] body) {
            byte[] nonce = new byte[12];
            for (int i = 0; i < 8; i++) {
                nonce[11 - i] = (byte) (frame >>> (8 * i));
            }
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(new byte[] {type});
                return cipher.doFinal(body);
            } catch (GeneralSecurityException e) {
                throw new BackupException("part " + frame + " of the backup cannot be opened: it is damaged", e);
            }
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
