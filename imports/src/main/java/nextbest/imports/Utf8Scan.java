package nextbest.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One look at every byte of a file: is it UTF-8, and if not, where not?
 *
 * <p>Well-formed sequences are those of the Unicode Standard, table 3-7: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */
final class Utf8Scan {
    /** So many wrong places are remembered with their position; more are only counted. */
    private static final int KEPT = 1_000;

    private final NavigableMap<Long, Long> wrongByLine = new TreeMap<>();
    private final long[] seen = new long[256];
    private long multiByte;
    private long wrong;
    private long position;
    private long line = 1;
    private long nulAtEven;
    private long nulAtOdd;
    private boolean carriageReturn;
    private int pending;
    private int low = 0x80;
    private int high = 0xBF;
    private long sequenceStart;
    private long sequenceLine;
    private int recent;
    private long twice;
    private long firstTwice;

    private Utf8Scan() {}

    static Utf8Scan of(InputStream in) throws IOException {
        Utf8Scan scan = new Utf8Scan();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                scan.accept(buffer[i] & 0xFF);
            }
        }
        if (scan.pending > 0) {
            scan.markWrong();
        }
        return scan;
    }

    long length() {
        return position;
    }

    long wrong() {
        return wrong;
    }

    long multiByte() {
        return multiByte;
    }

    long count(int value) {
        return seen[value];
    }

    long nulAtEven() {
        return nulAtEven;
    }

    long nulAtOdd() {
        return nulAtOdd;
    }

    /** The first wrong byte of each line that has one: line from 1 → byte position from 0. */
    NavigableMap<Long, Long> wrongByLine() {
        return wrongByLine;
    }

    private void accept(int b) {
        seen[b]++;
        lookForTwice(b);
        if (b == 0) {
            if ((position & 1) == 0) {
                nulAtEven++;
            } else {
                nulAtOdd++;
            }
        }
        if (pending > 0) {
            if (b >= low && b <= high) {
                pending--;
                low = 0x80;
                high = 0xBF;
                if (pending == 0) {
                    multiByte++;
                }
                position++;
                return;
            }
            markWrong();
            pending = 0;
        }
        begin(b);
        countLine(b);
        position++;
    }

    /** Letters that were UTF-8 before and were turned into UTF-8 again, as if they had been another encoding's. */
    private void lookForTwice(int b) {
        recent = (recent << 8 | b) & 0xFFFFFF;
        if (recent == 0xC383C2 || recent == 0xC382C2) {
            twice++;
            firstTwice = firstTwice == 0 ? line : firstTwice;
        }
    }

    long twice() {
        return twice;
    }

    /** The line of the first; 0 if there is none. */
    long firstTwice() {
        return firstTwice;
    }

    private void begin(int b) {
        if (b < 0x80) {
            return;
        }
        sequenceStart = position;
        sequenceLine = line;
        low = 0x80;
        high = 0xBF;
        if (b >= 0xC2 && b <= 0xDF) {
            pending = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            pending = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            pending = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            markWrong();
        }
    }

    private void markWrong() {
        wrong++;
        if (wrongByLine.size() < KEPT) {
            wrongByLine.putIfAbsent(sequenceLine, sequenceStart);
        }
    }

    private void countLine(int b) {
        if (b == '\r') {
            line++;
            carriageReturn = true;
        } else {
            if (b == '\n' && !carriageReturn) {
                line++;
            }
            carriageReturn = false;
        }
    }
}
