package nextbest.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import nextbest.learning.bandit.BanditLearner;
import nextbest.learning.bandit.BanditSettings;
import nextbest.learning.bandit.Choice;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/** One pass over a stream in several seeded row orders; with seed 0 the first order is that of the file. */
final class BanditTask {
    private static final long SEED = 20_26;
    /** So many orders may one seed use before it meets those of the next. */
    private static final long ORDERS_APART = 1_000;

    private BanditTask() {}

    /**
     * What one stream gave.
     *
     * @param mean realised reward per round, mean over orders
     * @param first the same of the first order; that of the file where the seed is 0
     * @param orderError standard error of that mean over orders
     * @param secondHalf the same over the second half of the rounds
     * @param uniform expected reward of a uniform choice among the eligible
     * @param bestFixed reward of the single best action in hindsight
     * @param gain realised reward minus that of a uniform choice, per round
     * @param gainError its standard error within one order
     */
    record Result(
            String stream,
            int rounds,
            int actions,
            int features,
            int orders,
            double mean,
            double first,
            double orderError,
            double secondHalf,
            double uniform,
            double bestFixed,
            double gain,
            double gainError) {

        /** Whether learning shows at all: the 99 % interval of the gain over a uniform choice excludes 0. */
        boolean effectShown() {
            return gain - 2.576 * gainError > 0;
        }

        /** Of the 95 % interval over orders. */
        double lower() {
            return Math.max(0, mean - 1.96 * orderError);
        }

        /** Of the 95 % interval over orders. */
        double upper() {
            return Math.min(1, mean + 1.96 * orderError);
        }

        String verdict() {
            return effectShown()
                    ? "gain over random %.4f (99 %% interval %.4f to %.4f)"
                            .formatted(gain, gain - 2.576 * gainError, gain + 2.576 * gainError)
                    : "no effect shown (gain over random %.4f, 99 %% interval %.4f to %.4f)"
                            .formatted(gain, gain - 2.576 * gainError, gain + 2.576 * gainError);
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("stream", stream);
            map.put("rounds", rounds);
            map.put("actions", actions);
            map.put("features", features);
            map.put("orders", orders);
            map.put("meanReward", mean);
            map.put("meanRewardFirstOrder", first);
            map.put("meanRewardLower", lower());
            map.put("meanRewardUpper", upper());
            map.put("secondHalf", secondHalf);
            map.put("uniform", uniform);
            map.put("bestFixedInHindsight", bestFixed);
            map.put("gainOverUniform", gain);
            map.put("gainStandardError", gainError);
            map.put("effectShown", effectShown());
            return map;
        }
    }

    static Result run(BanditStream stream, int rounds, int orders, long seed) {
        int n = Math.min(rounds, stream.rounds());
        double[] means = new double[orders];
        double second = 0;
        double uniform = 0;
        double squares = 0;
        double gain = 0;
        for (int order = 0; order < orders; order++) {
            BanditLearner learner =
                    new BanditLearner(stream.actions, stream.context[0].length, BanditSettings.standard());
            Choice choice = new Choice();
            int[] row = order(n, seed * ORDERS_APART + order);
            double total = 0;
            for (int t = 0; t < n; t++) {
                int i = row[t];
                learner.decide(
                        stream.context[i], stream.eligible[i], decisionId(seed * ORDERS_APART + order, t), choice);
                double reward = stream.reward[i][choice.action()];
                learner.learn(choice, reward);
                double random = stream.uniformReward(i);
                total += reward;
                second += t >= n / 2 ? reward : 0;
                uniform += random;
                gain += reward - random;
                squares += (reward - random) * (reward - random);
            }
            means[order] = total / n;
        }
        double all = (double) n * orders;
        double meanGain = gain / all;
        double spread = Math.sqrt(Math.max(0, squares / all - meanGain * meanGain) / n);
        double mean = 0;
        for (double m : means) {
            mean += m / orders;
        }
        double variance = 0;
        for (double m : means) {
            variance += (m - mean) * (m - mean) / Math.max(1, orders - 1);
        }
        return new Result(
                stream.name,
                n,
                stream.actions.size(),
                stream.context[0].length,
                orders,
                mean,
                means[0],
                Math.sqrt(variance / orders),
                second / ((double) (n - n / 2) * orders),
                uniform / all,
                bestFixed(stream, n),
                meanGain,
                spread);
    }

    /**
     * A new action appears half-way, another one per seed. Its offers are the rounds after its arrival in which it was
     * eligible. Compared are its offers 150 to 250 with its last 1,000, by the reward of these rounds and, pooled over
     * seeds, by the reward of those among them in which it was chosen. Where it was chosen more than 300 times, the 150th
     * to 250th choice of it are also compared with the last 1,000 (or all later ones).
     */
    record NewAction(
            int seeds,
            double early,
            double late,
            double chosenEarly,
            double chosenLate,
            int popularSeeds,
            double popularEarly,
            double popularLate) {
        double popularRatio() {
            return popularEarly / popularLate;
        }

        double ratio() {
            return early / late;
        }

        double chosenRatio() {
            return chosenEarly / chosenLate;
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("seeds", seeds);
            map.put("rewardOffers150To250", early);
            map.put("rewardLast1000Offers", late);
            map.put("ratio", ratio());
            map.put("rewardWhenChosenOffers150To250", chosenEarly);
            map.put("rewardWhenChosenLast1000Offers", chosenLate);
            map.put("ratioWhenChosen", chosenRatio());
            map.put("seedsChosenOver300Times", popularSeeds);
            map.put("rewardChoices150To250", popularEarly);
            map.put("rewardLast1000Choices", popularLate);
            return map;
        }
    }

    static NewAction newAction(BanditStream stream, int rounds, int seeds) {
        int n = Math.min(rounds, stream.rounds());
        double[] early = new double[4];
        double[] late = new double[4];
        double[] popularEarly = new double[4];
        double[] popularLate = new double[4];
        int popularSeeds = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Offers offers = arrival(stream, n, seed);
            offers.addTo(early, 150, 250);
            offers.addTo(late, Math.max(250, offers.count - 1000), offers.count);
            Offers choices = offers.chosenOnly();
            if (choices.count > 300) {
                popularSeeds++;
                choices.addTo(popularEarly, 150, 250);
                choices.addTo(popularLate, Math.max(250, choices.count - 1000), choices.count);
            }
        }
        return new NewAction(
                seeds,
                early[0] / early[1],
                late[0] / late[1],
                early[2] / early[3],
                late[2] / late[3],
                popularSeeds,
                popularEarly[0] / popularEarly[1],
                popularLate[0] / popularLate[1]);
    }

    /** The rounds in which the new action was eligible, in order. */
    private static final class Offers {
        private final double[] reward;
        private final boolean[] chosen;
        private int count;

        Offers(int most) {
            reward = new double[most];
            chosen = new boolean[most];
        }

        void add(double paid, boolean wasChosen) {
            reward[count] = paid;
            chosen[count] = wasChosen;
            count++;
        }

        Offers chosenOnly() {
            Offers only = new Offers(count);
            for (int i = 0; i < count; i++) {
                if (chosen[i]) {
                    only.add(reward[i], true);
                }
            }
            return only;
        }

        void addTo(double[] sums, int from, int to) {
            for (int i = from; i < Math.min(to, count); i++) {
                sums[0] += reward[i];
                sums[1]++;
                sums[2] += chosen[i] ? reward[i] : 0;
                sums[3] += chosen[i] ? 1 : 0;
            }
        }
    }

    private static Offers arrival(BanditStream stream, int n, int seed) {
        int k = stream.actions.size();
        int[] row = order(n, seed);
        // The new action takes the last index: the stream's actions are turned so that a different one is new per seed.
        Turned turned = new Turned(stream, (seed * 7 + 1) % k);
        BanditLearner learner = new BanditLearner(turned.before(), stream.context[0].length, BanditSettings.standard());
        Choice choice = new Choice();
        Offers offers = new Offers(n);
        boolean[] eligible = new boolean[k - 1];
        for (int t = 0; t < n; t++) {
            if (t == n / 2) {
                learner.addAction(turned.features(k - 1), 0);
                eligible = new boolean[k];
            }
            int i = row[t];
            boolean any = false;
            for (int a = 0; a < eligible.length; a++) {
                eligible[a] = stream.eligible[i][turned.original(a)];
                any |= eligible[a];
            }
            if (any) {
                learner.decide(stream.context[i], eligible, decisionId(seed, t), choice);
                double reward = stream.reward[i][turned.original(choice.action())];
                learner.learn(choice, reward);
                if (eligible.length == k && eligible[k - 1]) {
                    offers.add(reward, choice.action() == k - 1);
                }
            }
        }
        return offers;
    }

    static int[] order(int n, long seed) {
        int[] row = PermutationSampler.natural(n);
        if (seed > 0) {
            UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED + seed);
            PermutationSampler.shuffle(random, row);
        }
        return row;
    }

    private static long decisionId(long order, int round) {
        return order * 1_000_000_007L + round;
    }

    private static double bestFixed(BanditStream stream, int n) {
        double best = 0;
        for (int a = 0; a < stream.actions.size(); a++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                // where the action is not open, a fixed policy falls back to a uniform choice
                sum += stream.eligible[i][a] ? stream.reward[i][a] : stream.uniformReward(i);
            }
            best = Math.max(best, sum / n);
        }
        return best;
    }
}
