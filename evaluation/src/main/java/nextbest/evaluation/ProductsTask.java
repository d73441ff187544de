package nextbest.evaluation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import nextbest.portfolio.Portfolios;
import nextbest.portfolio.ProductAffinity;
import nextbest.portfolio.RankingQuality;

/** Rankings of products that clients do not hold yet, judged by what they bought for the first time in the months after. */
final class ProductsTask {
    private static final int PLACES = 5;
    private static final int RESAMPLES = 2000;

    private ProductsTask() {}

    /** A mean difference over clients with its 95 % interval from a bootstrap of clients. */
    record Difference(double mean, double lower, double upper) {}

    /**
     * One period that was held out.
     *
     * @param from its first day
     * @param clients how many clients bought something new in it, having bought before
     */
    record Period(long from, int clients, String method, double ours, double popularity, double together) {}

    record Result(
            int clients,
            int products,
            int lines,
            List<Period> periods,
            Difference againstPopularity,
            Difference againstTogether,
            Difference allAgainstPopularity,
            Difference allAgainstTogether,
            int allClients) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("clients", clients);
            map.put("products", products);
            map.put("lines", lines);
            Period last = periods.getFirst();
            map.put("heldOutFrom", LocalDate.ofEpochDay(last.from()).toString());
            map.put("n", last.clients());
            map.put("method", last.method());
            map.put("ndcg5", last.ours());
            map.put("ndcg5Popularity", last.popularity());
            map.put("ndcg5ItemItem", last.together());
            map.put("differenceToPopularity", list(againstPopularity));
            map.put("differenceToItemItem", list(againstTogether));
            map.put("periods", periods.size());
            map.put("allPeriodsClients", allClients);
            map.put("allPeriodsDifferenceToPopularity", list(allAgainstPopularity));
            map.put("allPeriodsDifferenceToItemItem", list(allAgainstTogether));
            return map;
        }

        private static List<Double> list(Difference d) {
            return List.of(d.mean(), d.lower(), d.upper());
        }
    }

    private record Case(int client, double ours, double popularity, double together) {}

    /**
     * Judges the last period and, for more evidence, the periods that start one, two, … months earlier.
     *
     * @param days length of the period that is held out
     * @param periods how many
     */
    static Result run(Portfolios all, int days, int periods) {
        long end = all.lastDay() + 1;
        List<Period> judged = new ArrayList<>();
        List<Case> last = List.of();
        List<Case> cases = new ArrayList<>();
        for (int k = 0; k < periods; k++) {
            long from = end - days - 30L * k;
            if (from < all.firstDay() + (all.lastDay() - all.firstDay()) / 3) {
                break;
            }
            List<Case> found = judge(all, from, days, judged);
            cases.addAll(found);
            last = k == 0 ? found : last;
        }
        if (last.isEmpty()) {
            throw new BadData("in the last " + days + " days no client bought a product that it had not bought before; "
                    + "--months holds out another number of months");
        }
        return new Result(
                all.clients(),
                all.products(),
                all.size(),
                judged,
                bootstrap(last, true),
                bootstrap(last, false),
                bootstrap(cases, true),
                bootstrap(cases, false),
                (int) cases.stream().mapToInt(Case::client).distinct().count());
    }

    private static List<Case> judge(Portfolios all, long from, int days, List<Period> judged) {
        ProductAffinity affinity = ProductAffinity.learn(all.before(from), days);
        List<Set<Integer>> bought = all.newlyBought(from, from + days);
        List<Case> cases = new ArrayList<>();
        for (int c = 0; c < all.clients(); c++) {
            Set<Integer> right = bought.get(c);
            if (!right.isEmpty()) {
                cases.add(new Case(
                        c,
                        RankingQuality.ndcg(affinity.scores(c), right, PLACES),
                        RankingQuality.ndcg(affinity.popularity(c), right, PLACES),
                        RankingQuality.ndcg(affinity.together(c), right, PLACES)));
            }
        }
        judged.add(new Period(
                from,
                cases.size(),
                affinity.method(),
                cases.stream().mapToDouble(Case::ours).average().orElse(Double.NaN),
                cases.stream().mapToDouble(Case::popularity).average().orElse(Double.NaN),
                cases.stream().mapToDouble(Case::together).average().orElse(Double.NaN)));
        return cases;
    }

    /** Clients are drawn with replacement, each with all its cases. */
    private static Difference bootstrap(List<Case> cases, boolean popularity) {
        Map<Integer, double[]> byClient = new LinkedHashMap<>();
        for (Case c : cases) {
            double[] sum = byClient.computeIfAbsent(c.client, k -> new double[2]);
            sum[0] += c.ours - (popularity ? c.popularity : c.together);
            sum[1]++;
        }
        double[][] sums = byClient.values().toArray(double[][]::new);
        SplittableRandom random = new SplittableRandom(1);
        double[] means = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double sum = 0;
            double n = 0;
            for (int i = 0; i < sums.length; i++) {
                double[] drawn = sums[random.nextInt(sums.length)];
                sum += drawn[0];
                n += drawn[1];
            }
            means[b] = sum / n;
        }
        Arrays.sort(means);
        double sum = Arrays.stream(sums).mapToDouble(s -> s[0]).sum();
        double n = Arrays.stream(sums).mapToDouble(s -> s[1]).sum();
        return new Difference(sum / n, means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES)]);
    }
}
