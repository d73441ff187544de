package nextbest.store.evidence;

import java.util.Arrays;

/** Columns of primitive values that grow while a block is built. */
final class Columns {
    private static final int INITIAL = 64;

    private Columns() {}

    /** Whole numbers of 64 bits. */
    static final class Longs {
        private long[] values = new long[INITIAL];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        long[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Whole numbers of 32 bits. */
    static final class Ints {
        private int[] values = new int[INITIAL];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
