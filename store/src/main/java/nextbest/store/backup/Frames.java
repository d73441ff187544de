package nextbest.store.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The frames of a backup file: type, length, body, and a SHA-256 over the one before and this one, so that a frame that is
 * changed, missing, doubled or moved shows.
 */
final class Frames {
    static final byte MANIFEST = 'M';
    static final byte TABLE = 'T';
    static final byte ROWS = 'R';
    static final byte END = 'E';

    /** The first line of every backup; the number is the version of the format. */
    static final String MAGIC = "nextbest backup, format 1\n";

    private static final String ANY_MAGIC = "nextbest backup, format ";
    /** More than any frame that is written; a longer one is damage, and is not given memory. */
    private static final int MOST_BYTES = 64 << 20;

    private Frames() {}

    /** One frame; who reads it owns its body. */
    static final class Frame {
        private final byte type;
        private final byte[] body;

        Frame(byte type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        byte type() {
            return type;
        }

        byte[] body() {
            return body;
        }
    }

    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;
        private byte[] chain = new byte[32];
        private long count;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
        }

        /** The number of the frame that is written next. */
        long next() {
            return count;
        }

        void write(byte type, byte[] body) throws IOException {
            out.writeByte(type);
            out.writeInt(body.length);
            out.write(body);
            chain = link(chain, type, body);
            out.write(chain);
            count++;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    static final class Reader implements AutoCloseable {
        private final Path file;
        private final DataInputStream in;
        private byte[] chain = new byte[32];
        private long count;

        Reader(Path file) throws IOException {
            this.file = file;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
            byte[] start = in.readNBytes(MAGIC.length());
            String seen = new String(start, StandardCharsets.ISO_8859_1);
            if (!MAGIC.equals(seen)) {
                in.close();
                throw new BackupException(
                        seen.startsWith(ANY_MAGIC)
                                ? file + " is a backup of a newer format than this release reads (" + seen.strip()
                                        + "); use the release that wrote it"
                                : file + " is not a backup of nextbest");
            }
        }

        /** How many frames were read. */
        long read() {
            return count;
        }

        Frame next() throws IOException {
            try {
                byte type = in.readByte();
                int length = in.readInt();
                if (length < 0 || length > MOST_BYTES) {
                    throw damaged("a length of " + length + " bytes");
                }
                byte[] body = new byte[length];
                in.readFully(body);
                byte[] sum = new byte[32];
                in.readFully(sum);
                chain = link(chain, type, body);
                if (!Arrays.equals(chain, sum)) {
                    throw damaged("another checksum than was written");
                }
                count++;
                return new Frame(type, body);
            } catch (EOFException e) {
                throw new BackupException(
                        file + " ends in part " + count + ", before its end was written: it was cut short", e);
            }
        }

        void expectEnd() throws IOException {
            if (in.read() != -1) {
                throw damaged("bytes after the end");
            }
        }

        BackupException damaged(String what) {
            return new BackupException(file + " is damaged: part " + count + " has " + what);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static byte[] link(byte[] before, byte type, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(before);
            sha.update(type);
            sha.update(body);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
