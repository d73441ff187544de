package nextbest.portfolio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import nextbest.learning.outcome.Calibration;
import nextbest.learning.statistics.Proportion;
import nextbest.topics.Logistic;

/**
 * Models of clients, from their orders alone: which product a client buys next, whether it buys at all, and what it spends.
 *
 * <p>Each chance is a logistic regression on what was known at the beginning of a period, fitted on earlier periods and recalibrated
 * (Platt) on a later one; the last period is kept apart and says how well it came true ({@link Forecast.Quality}). Then the model
 * is fitted again with everything. Where there is less than five periods of history or fewer than {@value #LEAST} positive cases,
 * there is no model, and nothing is claimed.
 *
 * <p>The value of a client is its rate of orders times its amount per order, both drawn towards those of all clients by how little
 * is known of it (Gamma–Poisson and normal shrinkage with moments), times how much likelier it is to buy again than a client with
 * its rate would be.
 */
public final class ClientForecasts {
    /** Fewer positive cases teach nothing. */
    public static final int LEAST = 30;

    private static final int BINS = 10;
    private static final int PERIODS = 4;
    private static final double RIDGE = 1;
    private static final double LITTLE = 0.01;
    private static final int MOST_CLIENTS = 800;
    private static final double Z80 = 1.2816;
    private static final double YEAR = 365;

    private final Portfolios known;
    private final List<Sale> sales;
    private final int period;
    private final Opinions now;
    private final Optional<Model> purchase;
    private final Optional<Model> again;
    private final double[] rate;
    private final double[] amount;
    private final List<NavigableSet<Long>> orderDays = new ArrayList<>();
    private final Map<Integer, Map<Long, Double>> amounts = new HashMap<>();

    /**
     * One line of an order.
     *
     * @param day in days since 1970-01-01
     * @param amount in units of one currency; 0 if unknown
     */
    public record Sale(int client, int product, long day, double amount) {}

    /** A fitted model, and what its chances were worth in a period that it had not seen. */
    private record Model(Logistic logistic, Logistic recalibration, Forecast.Quality quality) {
        Forecast.Chance chance(double[] features) {
            double value = Math.clamp(recalibrated(recalibration, logistic.chance(features)), 0, 1);
            Forecast.Bin bin = quality.bins().stream()
                    .min(Comparator.comparingDouble(b -> Math.abs(b.predicted() - value)))
                    .orElseThrow();
            double[] interval = new Proportion(Math.round(bin.observed() * bin.n()), bin.n()).wilson(1.96);
            return new Forecast.Chance(value, Math.min(interval[0], value), Math.max(interval[1], value), bin.n());
        }
    }

    private ClientForecasts(Portfolios known, List<Sale> sales, int period) {
        this.known = known;
        this.sales = sales;
        this.period = period;
        this.now = new Opinions(known);
        long end = known.lastDay() + 1;
        this.purchase = model(k -> purchases(end - (long) k * period));
        this.again = model(k -> orders(end - (long) k * period));
        this.rate = new double[2];
        this.amount = new double[3];
        habits(end);
    }

    /**
     * Learns from everything that was sold.
     *
     * @param period days that a chance is about
     * @param families per product the number of its family, below 0 for none
     */
    public static ClientForecasts learn(int clients, int[] families, List<Sale> sales, int period) {
        if (sales.isEmpty()) {
            throw new IllegalArgumentException("expected at least one sale to learn from");
        }
        List<Purchase> purchases = sales.stream()
                .map(s -> new Purchase(s.client, s.product, s.day))
                .toList();
        return new ClientForecasts(new Portfolios(clients, families, purchases), List.copyOf(sales), period);
    }

    /** How well the purchase chances came true; empty where there is no model. */
    public Optional<Forecast.Quality> purchaseQuality() {
        return purchase.map(Model::quality);
    }

    /** How well the chances to buy anything came true; empty where there is no model. */
    public Optional<Forecast.Quality> againQuality() {
        return again.map(Model::quality);
    }

    /** Days that the chances are about. */
    public int period() {
        return period;
    }

    /** Per product the chance that a client buys it for the first time in the coming period; null for what it holds. */
    public Optional<Forecast.Chance[]> purchases(int client) {
        if (purchase.isEmpty() || now.held(client).length == 0) {
            return Optional.empty();
        }
        double[][] features = features(now, client, ordersOf(client, known.lastDay() + 1), known.lastDay() + 1);
        Forecast.Chance[] chances = new Forecast.Chance[features.length];
        for (int p = 0; p < features.length; p++) {
            chances[p] = features[p] == null ? null : purchase.get().chance(features[p]);
        }
        return Optional.of(chances);
    }

    /** The chance that a client orders anything in the coming period; one minus it is its churn. */
    public Optional<Forecast.Chance> again(int client) {
        NavigableSet<Long> days = ordersOf(client, known.lastDay() + 1);
        return days.size() < 2 ? Optional.empty() : again.map(m -> m.chance(habit(days, known.lastDay() + 1)));
    }

    /** How long a client has been silent against its own habit; empty for one that never bought. */
    public Optional<Forecast.Decay> decay(int client) {
        long end = known.lastDay() + 1;
        NavigableSet<Long> days = ordersOf(client, end);
        if (days.isEmpty()) {
            return Optional.empty();
        }
        double usual = days.size() < 2 ? 0 : (days.last() - days.first()) / (double) (days.size() - 1);
        return Optional.of(new Forecast.Decay(
                end - days.last(),
                usual,
                days.tailSet(end - period, true).size(),
                days.subSet(end - 2L * period, true, end - period, false).size()));
    }

    /** What a client is expected to spend in the coming year; empty for one that never bought, or where no amount is known. */
    public Optional<Forecast.Value> value(int client) {
        long end = known.lastDay() + 1;
        double[] perDay = amounts.getOrDefault(client, Map.of()).values().stream()
                .mapToDouble(a -> a)
                .toArray();
        if (perDay.length == 0 || amount[0] <= 0) {
            return Optional.empty();
        }
        int n = perDay.length;
        double exposure = end - known.firstDay();
        double perOwnDay = (n + rate[0]) / (exposure + rate[1]);
        double mean = Arrays.stream(perDay).average().orElse(0);
        double between = amount[2];
        double within = amount[1];
        double weight = between <= 0 ? 0 : n / (n + within / between);
        double each = weight * mean + (1 - weight) * amount[0];
        double alive = again(client)
                .map(chance -> Math.clamp(chance.value() / -Math.expm1(-perOwnDay * period), 0, 1.5))
                .orElse(1.0);
        double orders = perOwnDay * YEAR * alive;
        double expected = orders * each;
        double ofMean = within / (n + 1.0) / Math.max(1e-9, each * each);
        double variance = expected * expected * (1 / (n + rate[0]) + ofMean) + orders * (within + each * each);
        double half = Z80 * Math.sqrt(variance);
        return Optional.of(new Forecast.Value(expected, Math.max(0, expected - half), expected + half, n));
    }

    /** Cases of one period. */
    private record Cases(List<double[]> rows, List<Boolean> outcome) {
        static Cases none() {
            return new Cases(new ArrayList<>(), new ArrayList<>());
        }

        Cases and(Cases other) {
            rows.addAll(other.rows);
            outcome.addAll(other.outcome);
            return this;
        }

        boolean[] outcomes() {
            boolean[] is = new boolean[outcome.size()];
            for (int i = 0; i < is.length; i++) {
                is[i] = outcome.get(i);
            }
            return is;
        }

        long positive() {
            return outcome.stream().filter(o -> o).count();
        }
    }

    private Optional<Model> model(IntFunction<Cases> of) {
        long span = known.lastDay() + 1 - known.firstDay();
        if (span < (long) (PERIODS + 1) * period) {
            return Optional.empty();
        }
        List<Cases> byPeriod = new ArrayList<>();
        for (int k = 1; k <= PERIODS; k++) {
            byPeriod.add(of.apply(k));
        }
        Cases last = byPeriod.get(0);
        Cases before = byPeriod.get(1);
        Cases early = Cases.none().and(byPeriod.get(2)).and(byPeriod.get(3));
        if (early.positive() < LEAST || before.positive() < LEAST / 3 || last.positive() < LEAST / 3) {
            return Optional.empty();
        }
        Logistic tried = Logistic.fit(early.rows, early.outcomes(), RIDGE);
        Logistic straight = recalibration(tried, before);
        double[] said = last.rows.stream()
                .mapToDouble(row -> recalibrated(straight, tried.chance(row)))
                .toArray();
        Forecast.Quality quality = quality(said, last.outcomes());
        Cases later = Cases.none().and(before).and(early);
        Logistic all = Logistic.fit(later.rows, later.outcomes(), RIDGE);
        Logistic newest = recalibration(all, last);
        return Optional.of(new Model(all, newest, quality));
    }

    /** Platt's map (1999): with few positive cases a step function would follow each of them. */
    private static Logistic recalibration(Logistic model, Cases cases) {
        return Logistic.fit(
                cases.rows.stream()
                        .map(row -> new double[] {logit(model.chance(row))})
                        .toList(),
                cases.outcomes(),
                LITTLE);
    }

    private static double recalibrated(Logistic map, double chance) {
        return map.chance(new double[] {logit(chance)});
    }

    private static double logit(double chance) {
        double within = Math.clamp(chance, 1e-6, 1 - 1e-6);
        return Math.log(within / (1 - within));
    }

    private static Forecast.Quality quality(double[] said, boolean[] happened) {
        int yes = 0;
        for (boolean h : happened) {
            yes += h ? 1 : 0;
        }
        double share = (double) yes / happened.length;
        return new Forecast.Quality(
                said.length,
                yes,
                Arrays.stream(said).sum(),
                Calibration.brier(said, happened),
                share * (1 - share),
                Calibration.expectedError(said, happened, BINS),
                Calibration.reliability(said, happened, BINS).stream()
                        .map(b -> new Forecast.Bin(b.cases(), b.predicted(), b.observed()))
                        .toList());
    }

    private Cases purchases(long from) {
        Portfolios before = known.before(from);
        Cases cases = Cases.none();
        if (before.size() == 0) {
            return cases;
        }
        Opinions then = new Opinions(before);
        List<Set<Integer>> bought = known.newlyBought(from, from + period);
        int step = Math.max(1, known.clients() / MOST_CLIENTS);
        for (int c = 0; c < known.clients(); c += step) {
            if (then.held(c).length == 0) {
                continue;
            }
            double[][] features = features(then, c, ordersOf(c, from), from);
            for (int p = 0; p < features.length; p++) {
                if (features[p] != null) {
                    cases.rows.add(features[p]);
                    cases.outcome.add(bought.get(c).contains(p));
                }
            }
        }
        return cases;
    }

    /** How well the product suits, how many have it, how much the client buys and how lately. */
    private double[][] features(Opinions then, int client, NavigableSet<Long> days, long at) {
        Map<Opinion, double[]> says = then.of(client, Set.of(Opinion.WALK, Opinion.TOGETHER, Opinion.POPULARITY));
        double[] walk = says.get(Opinion.WALK);
        double[] together = says.get(Opinion.TOGETHER);
        double[] popularity = says.get(Opinion.POPULARITY);
        double lately = Math.log1p(days.tailSet(at - period, true).size());
        double silent = days.isEmpty() ? 3 : Math.log1p((at - days.last()) / (double) period);
        double[][] features = new double[walk.length][];
        for (int p = 0; p < walk.length; p++) {
            features[p] = Double.isNaN(walk[p])
                    ? null
                    : new double[] {walk[p], together[p], popularity[p], popularity[p] * lately, lately, silent};
        }
        return features;
    }

    private Cases orders(long from) {
        Cases cases = Cases.none();
        for (int c = 0; c < known.clients(); c++) {
            NavigableSet<Long> all = ordersOf(c, from + period);
            NavigableSet<Long> days = new TreeSet<>(all.headSet(from, false));
            if (days.size() >= 2) {
                cases.rows.add(habit(days, from));
                cases.outcome.add(!all.tailSet(from, true).isEmpty());
            }
        }
        return cases;
    }

    /** Silence against the usual gap, how often, and whether it became more or less. */
    private double[] habit(NavigableSet<Long> days, long at) {
        double gap = Math.max(1, (days.last() - days.first()) / (double) (days.size() - 1));
        double silent = at - days.last();
        int lately = days.tailSet(at - period, true).size();
        int before = days.subSet(at - 2L * period, true, at - period, false).size();
        return new double[] {
            Math.log1p(silent / gap),
            Math.log(days.size()),
            Math.log1p(lately) - Math.log1p(before),
            Math.log1p(period / gap),
            Math.log1p(silent / period)
        };
    }

    private NavigableSet<Long> ordersOf(int client, long before) {
        return new TreeSet<>(days().get(client).headSet(before, false));
    }

    /** Days with orders by client. */
    private List<NavigableSet<Long>> days() {
        if (orderDays.isEmpty()) {
            for (int c = 0; c < known.clients(); c++) {
                orderDays.add(new TreeSet<>());
            }
            sales.forEach(s -> orderDays.get(s.client).add(s.day));
        }
        return orderDays;
    }

    /** Prior of the rate of orders (Gamma, by moments) and of the amount per order (mean, variance within and between clients). */
    private void habits(long end) {
        double exposure = Math.max(1, end - known.firstDay());
        List<double[]> perClient = new ArrayList<>();
        for (int c = 0; c < known.clients(); c++) {
            NavigableSet<Long> days = days().get(c);
            if (!days.isEmpty()) {
                perClient.add(new double[] {c, days.size()});
            }
        }
        double mean = perClient.stream().mapToDouble(c -> c[1]).average().orElse(0);
        double variance = perClient.stream()
                .mapToDouble(c -> (c[1] - mean) * (c[1] - mean))
                .average()
                .orElse(0);
        // counts are Poisson given the rate: what their variance exceeds the mean by is between clients
        double excess = Math.max(variance - mean, mean * 0.05);
        rate[0] = mean * mean / excess;
        rate[1] = exposure * mean / excess;
        sales.forEach(
                s -> amounts.computeIfAbsent(s.client, k -> new HashMap<>()).merge(s.day, s.amount, Double::sum));
        double all = 0;
        double squares = 0;
        double within = 0;
        int orders = 0;
        int free = 0;
        for (Map<Long, Double> own : amounts.values()) {
            double m = own.values().stream().mapToDouble(a -> a).average().orElse(0);
            for (double a : own.values()) {
                all += a;
                squares += a * a;
                within += (a - m) * (a - m);
                orders++;
            }
            free += own.size() - 1;
        }
        amount[0] = orders == 0 ? 0 : all / orders;
        double total = orders == 0 ? 0 : squares / orders - amount[0] * amount[0];
        amount[1] = free == 0 ? total : within / free;
        amount[2] = Math.max(0, total - amount[1]);
    }
}
