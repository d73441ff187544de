package nextbest.recommendation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a whole number in proportion to weights, in whole parts that add up to it (the method of Hamilton): every part gets
 * its share rounded down, and what is left goes one by one to the largest remainders, the earlier part first among equals.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * @param total what is split, 0 or more
     * @param weights in whose proportion, each 0 or more; if all are 0, the total must be 0
     * @return as many parts as weights
     */
    public static List<Integer> apportion(int total, int... weights) {
        long sum = Arrays.stream(weights).asLongStream().sum();
        if (total < 0 || Arrays.stream(weights).anyMatch(w -> w < 0) || (sum == 0 && total > 0)) {
            throw new IllegalArgumentException("cannot split " + total + " in proportion to " + Arrays.toString(weights)
                    + "; allowed are a total and weights of 0 or more, not all 0");
        }
        int[] parts = new int[weights.length];
        long[] remainders = new long[weights.length];
        int left = total;
        for (int i = 0; i < weights.length && sum > 0; i++) {
            long share = (long) total * weights[i];
            parts[i] = (int) (share / sum);
            remainders[i] = share % sum;
            left -= parts[i];
        }
        for (; left > 0; left--) {
            int next = 0;
            for (int i = 1; i < remainders.length; i++) {
                if (remainders[i] > remainders[next]) {
                    next = i;
                }
            }
            parts[next]++;
            remainders[next] = -1;
        }
        List<Integer> result = new ArrayList<>(parts.length);
        for (int part : parts) {
            result.add(part);
        }
        return result;
    }
}
