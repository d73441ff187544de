package nextbest.topics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** k-means on directions: a vector belongs to the middle with which its inner product is largest. */
final class SphericalMeans {
    private SphericalMeans() {}

    /** The group of each vector, from 0; vectors have length one (or zero, then the group is arbitrary but fixed). */
    static int[] group(double[][] vectors, int groups, int starts, int rounds, long seed) {
        int k = Math.min(groups, vectors.length);
        int[] best = new int[vectors.length];
        double bestSum = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            double[][] middle = spread(vectors, k, Clustering.start(seed, start));
            int[] group = new int[vectors.length];
            double sum = assign(vectors, middle, group);
            for (int round = 0; round < rounds; round++) {
                middle = middles(vectors, group, k);
                double next = assign(vectors, middle, group);
                if (next - sum < 1e-9 * vectors.length) {
                    sum = next;
                    break;
                }
                sum = next;
            }
            if (sum > bestSum) {
                bestSum = sum;
                best = group;
            }
        }
        return best;
    }

    /** First middles far from each other: each next one drawn with probability proportional to its distance. */
    private static double[][] spread(double[][] vectors, int k, UniformRandomProvider random) {
        double[][] middle = new double[k][];
        middle[0] = vectors[random.nextInt(vectors.length)];
        double[] far = new double[vectors.length];
        Arrays.fill(far, Double.MAX_VALUE);
        for (int c = 1; c < k; c++) {
            double total = 0;
            for (int i = 0; i < vectors.length; i++) {
                far[i] = Math.min(far[i], Math.max(0, 1 - dot(vectors[i], middle[c - 1])));
                total += far[i];
            }
            double at = random.nextDouble() * total;
            int chosen = 0;
            for (double sum = far[0]; sum < at && chosen < vectors.length - 1; sum += far[chosen]) {
                chosen++;
            }
            middle[c] = vectors[chosen];
        }
        return middle;
    }

    private static double assign(double[][] vectors, double[][] middle, int[] group) {
        double sum = 0;
        for (int i = 0; i < vectors.length; i++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < middle.length; c++) {
                double alike = dot(vectors[i], middle[c]);
                if (alike > best) {
                    best = alike;
                    group[i] = c;
                }
            }
            sum += best;
        }
        return sum;
    }

    private static double[][] middles(double[][] vectors, int[] group, int k) {
        double[][] middle = new double[k][vectors[0].length];
        for (int i = 0; i < vectors.length; i++) {
            double[] m = middle[group[i]];
            for (int d = 0; d < m.length; d++) {
                m[d] += vectors[i][d];
            }
        }
        for (double[] m : middle) {
            scaleToOne(m);
        }
        return middle;
    }

    static double[] middle(double[][] vectors, List<Integer> members) {
        double[] middle = new double[vectors[0].length];
        for (int i : members) {
            for (int d = 0; d < middle.length; d++) {
                middle[d] += vectors[i][d];
            }
        }
        scaleToOne(middle);
        return middle;
    }

    private static void scaleToOne(double[] v) {
        double square = dot(v, v);
        if (square > 0) {
            double scale = 1 / Math.sqrt(square);
            for (int d = 0; d < v.length; d++) {
                v[d] *= scale;
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }
}
