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
 * policy's reach of the best that is left. Among k such candidates with desirabilities s (in points: the score, and what the
 * live model leans toward the candidate) and temperature t, candidate i is chosen with probability {@code (1 − floor) ·
 * exp(s_i / t) / Σ exp(s_j / t) + floor / k}. In the random arm it is {@code 1 / k} over all that is left; without exploration
 * the best score is certain.
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
     * @param leaning what is added to the score for the choice alone, in hundredths
     */
    record Entry(String key, int hundredths, String group, boolean mandatory, boolean free, int leaning) {
        Entry(String key, int hundredths, String group, boolean mandatory, boolean free) {
            this(key, hundredths, group, mandatory, free, 0);
        }

        int desirability() {
            return hundredths + leaning;
        }
    }

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
    // By entry, how many of the picks exclude it; itself included.
    private final int[] blocked;
    // By place, so that a level of the enumeration does not write over the one above it.
    private final double[][] chances;
    // exp((s_i − s_best) / t) by best and entry, as far as it was asked for: the same few are asked for over and over.
    private final double[][] weights;
    private final double[] onSlate;
    private final double[][] atPosition;

    /**
     * @param entries in the order of a slate: mandatory first, then by score
     * @param excludes whether two entries cannot stand beside each other (same group or contradiction)
     */
    SlateChoice(List<Entry> entries, boolean[][] excludes, SelectionPolicy policy, int capLeft) {
        this.entries = entries;
        this.excludes = excludes;
        this.policy = policy;
        this.capLeft = capLeft;
        int n = entries.size();
        this.blocked = new int[n];
        this.chances = new double[Slate.MAX_SIZE][n];
        this.weights = new double[n][];
        this.onSlate = new double[n];
        this.atPosition = new double[n][Slate.MAX_SIZE];
    }

    /** To be called once. */
    Result choose(IntToDoubleFunction draw) {
        int n = entries.size();
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
        if (size == Slate.MAX_SIZE || !ask(size)) {
            record(size, probability);
            return;
        }
        double[] next = chances[size];
        for (int i = 0; i < next.length; i++) {
            if (next[i] > 0) {
                pick(size, i);
                enumerate(size + 1, probability * next[i]);
                unpick(size);
            }
        }
    }

    private void pick(int size, int entry) {
        picked[size] = entry;
        block(entry, 1);
    }

    private void unpick(int size) {
        block(picked[size], -1);
    }

    private void block(int entry, int by) {
        boolean[] excluded = excludes[entry];
        for (int i = 0; i < excluded.length; i++) {
            if (excluded[i]) {
                blocked[i] += by;
            }
        }
        blocked[entry] += by;
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
        while (size < Slate.MAX_SIZE && ask(size)) {
            pick(size, inverse(chances[size], draw.applyAsDouble(size)));
            size++;
        }
        List<Integer> chosen = sorted(picked, size);
        for (int place = size - 1; place >= 0; place--) {
            unpick(place);
        }
        return chosen;
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
        if (size == slate.size() || !ask(size)) {
            return size == slate.size() ? probability : 0;
        }
        double sum = 0;
        for (int i = 0; i < slate.size(); i++) {
            double chance = used[i] ? 0 : chances[size][slate.get(i)];
            if (chance > 0) {
                used[i] = true;
                pick(size, slate.get(i));
                sum += permute(slate, size + 1, used, probability * chance);
                unpick(size);
                used[i] = false;
            }
        }
        return sum;
    }

    /** Works out the probabilities of the next place, given the first {@code size} picks; false if nothing can be chosen. */
    private boolean ask(int size) {
        int counted = 0;
        for (int place = 0; place < size; place++) {
            counted += entries.get(picked[place]).free() ? 0 : 1;
        }
        boolean room = counted < capLeft;
        int best = 0;
        while (best < blocked.length && !selectable(best, room)) {
            best++;
        }
        if (best == blocked.length) {
            return false;
        }
        double[] next = chances[size];
        Arrays.fill(next, 0);
        if (isCertain(best)) {
            next[best] = 1;
            return true;
        }
        boolean random = policy.arm() == Arm.RANDOM_ELIGIBLE;
        int possible = 0;
        double sum = 0;
        int top = random ? best : mostDesired(best, room);
        for (int i = best; i < next.length && (random || inReach(best, i)); i++) {
            if (selectable(i, room)) {
                next[i] = random ? 1 : weight(top, i);
                sum += next[i];
                possible++;
            }
        }
        double floor = random ? 0 : policy.floor();
        for (int i = best; i < next.length; i++) {
            if (next[i] > 0) {
                next[i] = (1 - floor) * next[i] / sum + floor / possible;
            }
        }
        return true;
    }

    private boolean isCertain(int best) {
        return switch (policy.arm()) {
            case STATIC -> true;
            case RANDOM_ELIGIBLE -> entries.get(best).mandatory();
            case ENGINE, NONE ->
                entries.get(best).mandatory() || !policy.mayExplore() || policy.explorationScale() == 0;
        };
    }

    private int mostDesired(int best, boolean room) {
        int top = best;
        for (int i = best; i < entries.size() && inReach(best, i); i++) {
            if (selectable(i, room)
                    && entries.get(i).desirability() > entries.get(top).desirability()) {
                top = i;
            }
        }
        return top;
    }

    private boolean inReach(int best, int i) {
        return entries.get(best).hundredths() - entries.get(i).hundredths() <= policy.exploreWithinHundredths();
    }

    private double weight(int best, int i) {
        if (weights[best] == null) {
            weights[best] = new double[entries.size()];
        }
        if (weights[best][i] == 0) {
            double points = (entries.get(i).desirability() - entries.get(best).desirability()) / 100.0;
            // Never quite 0: whatever is in reach keeps its share of the floor.
            weights[best][i] = Math.max(Double.MIN_NORMAL, Math.exp(points / policy.explorationScale()));
        }
        return weights[best][i];
    }

    private boolean selectable(int i, boolean room) {
        return blocked[i] == 0 && (room || entries.get(i).free());
    }

    /** The best that fits beside what was placed; -1 if there is none. */
    private int first(int[] places, int size, int cap) {
        for (int i = 0; i < entries.size(); i++) {
            int counted = 0;
            boolean fits = true;
            for (int j = 0; j < size; j++) {
                fits &= places[j] != i && !excludes[places[j]][i];
                counted += entries.get(places[j]).free() ? 0 : 1;
            }
            if (fits && (entries.get(i).free() || counted < cap)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Integer> sorted(int[] places, int size) {
        int[] order = Arrays.copyOf(places, size);
        Arrays.sort(order);
        return Arrays.stream(order).boxed().toList();
    }
}
