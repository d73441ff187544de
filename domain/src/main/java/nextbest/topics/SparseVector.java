package nextbest.topics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A vector of which few entries are not zero: entries in ascending order of their index. */
@SuppressWarnings("ArrayRecordComponent")
record SparseVector(int[] index, double[] value) {
    static SparseVector of(Map<Integer, Double> entries) {
        TreeMap<Integer, Double> sorted = new TreeMap<>(entries);
        return new SparseVector(
                sorted.keySet().stream().mapToInt(Integer::intValue).toArray(),
                sorted.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    double dot(SparseVector other) {
        double sum = 0;
        int i = 0;
        int j = 0;
        while (i < index.length && j < other.index.length) {
            if (index[i] == other.index[j]) {
                sum += value[i++] * other.value[j++];
            } else if (index[i] < other.index[j]) {
                i++;
            } else {
                j++;
            }
        }
        return sum;
    }

    double dot(double[] dense) {
        double sum = 0;
        for (int i = 0; i < index.length; i++) {
            sum += value[i] * dense[index[i]];
        }
        return sum;
    }

    SparseVector scaledToOne() {
        double square = Arrays.stream(value).map(v -> v * v).sum();
        if (square == 0) {
            return this;
        }
        double scale = 1 / Math.sqrt(square);
        return new SparseVector(index, Arrays.stream(value).map(v -> v * scale).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseVector that
                && Arrays.equals(index, that.index)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(index) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SparseVector of " + index.length + " entries";
    }
}
