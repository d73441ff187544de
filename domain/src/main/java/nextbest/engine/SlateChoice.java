package nextbest.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Propensity;
import nextbest.recommendation.Slate;

/**
 * Chooses which of the suitable candidates enter the slate, and works out the exact probability of everything that could
 * have come of it.
 *
 * <p>Places are filled one after the other. Mandatory candidates take the first places. For each further place, what can be
 * chosen is what shares no group with and does not contradict what was chosen before, fits the cap, and scores within the
 * policy's reach of the best that is left. Among k such candidates with scores s (in points) and temperature t, candidate i
 * is chosen with probability {@code (1 − floor) · exp(s_i / t) / Σ exp(s_j / t) + floor / k}. In the random arm it is {@code
 * 1 / k} over all that is left; without exploration the best is certain.
 *
 * <p>The probability of being on the slate is the sum over all orders of choice that contain the candidate, enumerated in
 * full: at most n³ for n candidates. Candidates are given in the order in which a slate shows them, so that a candidate's
 * position is its rank among the chosen.
 */
final class SlateChoice {
    /**
     * What the choice needs to know of a candidate.
     *
     * @param key candidate key
     * @param hundredths its score
     * @param group its exclusive group
     * @param mandatory whether it outranks the score
     * @param free whether showing it does not count against the cap
     */
    record Entry(String key, int hundredths, String group, boolean mandatory, boolean free) {}

    /**
     * @param chosen indices of entries, in the order of the slate
     * @param greedy indices of entries that would have been chosen without chance
     * @param propensities by entry, the probability of being chosen and of each position
     * @param probability the probability of exactly this slate
     * @param draws the random numbers that were used
     */
    record Result(
            List<Integer> chosen,
            List<Integer> greedy,
            List<Propensity> propensities,
            double probability,
            List<Double> draws) {}

    private final List<Entry> entries;
    private final boolean[][] excludes;
    private final SelectionPolicy policy;
    private final int capLeft;
    private final int[] picked = new int[Slate.MAX_SIZE];
    private double[] onSlate;
    private double[][] atPosition;

    /**
     * @param entries in the order of a slate: mandatory first, then by score
     * @param excludes whether two entries cannot stand beside each other (same group or contradiction)
     */
    SlateChoice(List<Entry> entries, boolean[][] excludes, SelectionPolicy policy, int capLeft) {
        this.entries = entries;
        this.excludes = excludes;
        this.policy = policy;
        this.capLeft = capLeft;
    }

    Result choose(IntToDoubleFunction draw) {
        int n = entries.size();
        onSlate = new double[n];
        atPosition = new double[n][Slate.MAX_SIZE];
        enumerate(0, 1.0);
        List<Double> draws = new ArrayList<>();
        List<Integer> chosen = walk(place -> {
            double u = draw.applyAsDouble(place);
            draws.add(u);
            return u;
        });
        List<Integer> greedy = greedy(capLeft);
        List<Propensity> propensities = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            // Sums of products of probabilities may exceed 1 by a rounding error.
            propensities.add(
                    onSlate[i] == 0
                            ? Propensity.ZERO
                            : new Propensity(
                                    Math.min(1.0, onSlate[i]),
                                    Arrays.stream(atPosition[i]).boxed().toList()));
        }
        return new Result(chosen, greedy, propensities, Math.min(1.0, probabilityOf(chosen)), draws);
    }

    /** What would be chosen without chance and with this much left of the cap. */
    List<Integer> greedy(int cap) {
        int[] places = new int[Slate.MAX_SIZE];
        int size = 0;
        while (size < Slate.MAX_SIZE) {
            int best = first(places, size, cap);
            if (best < 0) {
                break;
            }
            places[size++] = best;
        }
        return sorted(places, size);
    }

    private void enumerate(int size, double probability) {
        double[] chances = size < Slate.MAX_SIZE ? chances(size) : null;
        if (chances == null) {
            record(size, probability);
            return;
        }
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > 0) {
                picked[size] = i;
                enumerate(size + 1, probability * chances[i]);
            }
        }
    }

    private void record(int size, double probability) {
        for (int i = 0; i < size; i++) {
            int position = 0;
            for (int j = 0; j < size; j++) {
                position += picked[j] < picked[i] ? 1 : 0;
            }
            onSlate[picked[i]] += probability;
            atPosition[picked[i]][position] += probability;
        }
    }

    private List<Integer> walk(IntToDoubleFunction draw) {
        int size = 0;
        while (size < Slate.MAX_SIZE) {
            double[] chances = chances(size);
            if (chances == null) {
                break;
            }
            picked[size] = inverse(chances, draw.applyAsDouble(size));
            size++;
        }
        return sorted(picked, size);
    }

    /** The first candidate at which the cumulated probability exceeds u; rounding cannot lead past the last possible one. */
    private static int inverse(double[] chances, double u) {
        double sum = 0;
        int last = -1;
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > 0) {
                sum += chances[i];
                last = i;
                if (u < sum) {
                    return i;
                }
            }
        }
        return last;
    }

    /** The sum over all orders in which the slate could have come about. */
    private double probabilityOf(List<Integer> slate) {
        return permute(slate, 0, new boolean[slate.size()], 1.0);
    }

    private double permute(List<Integer> slate, int size, boolean[] used, double probability) {
        if (size == slate.size()) {
            return probability;
        }
        double[] chances = chances(size);
        double sum = 0;
        for (int i = 0; i < slate.size(); i++) {
            double chance = used[i] || chances == null ? 0 : chances[slate.get(i)];
            if (chance > 0) {
                used[i] = true;
                picked[size] = slate.get(i);
                sum += permute(slate, size + 1, used, probability * chance);
                used[i] = false;
            }
        }
        return sum;
    }

    /** The probabilities of the next place, given the first {@code size} picks; null if nothing can be chosen. */
    private double[] chances(int size) {
        int best = first(picked, size, capLeft);
        if (best < 0) {
            return null;
        }
        double[] chances = new double[entries.size()];
        boolean random = policy.arm() == Arm.RANDOM_ELIGIBLE;
        boolean certain = entries.get(best).mandatory()
                || policy.arm() == Arm.STATIC
                || (!random && (!policy.mayExplore() || policy.explorationScale() == 0));
        if (certain) {
            chances[best] = 1;
            return chances;
        }
        int reach = random ? Integer.MAX_VALUE : policy.exploreWithinHundredths();
        int top = entries.get(best).hundredths();
        int possible = 0;
        double sum = 0;
        for (int i = best; i < chances.length; i++) {
            if (selectable(i, picked, size, capLeft)
                    && (long) top - entries.get(i).hundredths() <= reach) {
                chances[i] = random
                        ? 1
                        // Never quite 0: whatever is in reach keeps its share of the floor.
                        : Math.max(
                                Double.MIN_NORMAL,
                                Math.exp((entries.get(i).hundredths() - top) / (100.0 * policy.explorationScale())));
                sum += chances[i];
                possible++;
            }
        }
        double floor = random ? 0 : policy.floor();
        for (int i = best; i < chances.length; i++) {
            if (chances[i] > 0) {
                chances[i] = (1 - floor) * chances[i] / sum + floor / possible;
            }
        }
        return chances;
    }

    /** The best that can still be chosen; -1 if there is none. */
    private int first(int[] places, int size, int cap) {
        for (int i = 0; i < entries.size(); i++) {
            if (selectable(i, places, size, cap)) {
                return i;
            }
        }
        return -1;
    }

    private boolean selectable(int i, int[] places, int size, int cap) {
        int counted = 0;
        for (int j = 0; j < size; j++) {
            if (places[j] == i || excludes[places[j]][i]) {
                return false;
            }
            counted += entries.get(places[j]).free() ? 0 : 1;
        }
        return entries.get(i).free() || counted < cap;
    }

    private static List<Integer> sorted(int[] places, int size) {
        int[] order = Arrays.copyOf(places, size);
        Arrays.sort(order);
        return Arrays.stream(order).boxed().toList();
    }
}
