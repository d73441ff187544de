package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import nextbest.portfolio.ClientForecasts;
import nextbest.portfolio.GapFit;
import nextbest.portfolio.Portfolios;
import nextbest.portfolio.ProductAffinity;
import nextbest.portfolio.Purchase;
import nextbest.reading.MiniLm;
import nextbest.topics.Concept;
import nextbest.topics.Passage;
import nextbest.topics.Passages;
import nextbest.topics.TextEncoder;
import nextbest.topics.TopicMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest bench products}: reading and gap/fit at full size, without a database. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        header = "Measure reading passages and setting clients against products.",
        description = {
            "",
            "Prints 'name value' lines; everything is made up with a fixed seed. '.within' says whether the target was met:",
            "10,000 passages <= 300 s, a new document of five passages <= 1 s, 10,000 clients x 1,000 products <= 60 s.",
            "'.ratio' is the time over that of a baseline in the same run: counting the words of the same passages, and",
            "sorting all products by popularity for each client. Figures of two runs compare only with the load beside them.",
            ""
        })
final class BenchProductsVerb implements Callable<Integer> {
    private static final int PERIOD = 90;
    private static final int DAYS = 3 * 365;
    private static final int SALES_PER_CLIENT = 20;
    private static final int KEPT = 8;
    private static final int TOPICS = 40;
    private static final String[] WORDS =
            ("energy price market risk loan pump valve credit bond rate hedge supply plant water steel safety audit cloud"
                            + " data team client order budget review contract service growth carbon freight harvest meter sensor wage bank card fund")
                    .split(" ");

    @Spec
    private CommandSpec spec;

    @Option(names = "--passages", paramLabel = "N", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int passages;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--products", paramLabel = "N", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int products;

    private PrintWriter out;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        if (passages < 100 || clients < 100 || products < 10) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "nextbest bench products: at least 100 passages, 100 clients and 10 products are needed, but "
                                    + passages + ", " + clients + " and " + products + " were asked for");
            return 2;
        }
        load("before");
        gapFit();
        reading();
        load("after");
        return 0;
    }

    private void gapFit() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7L);
        List<Purchase> purchases = new ArrayList<>();
        List<ClientForecasts.Sale> sales = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            int taste = random.nextInt(products);
            int lines = 1 + random.nextInt(2 * SALES_PER_CLIENT);
            for (int i = 0; i < lines; i++) {
                int product = random.nextInt(4) == 0
                        ? random.nextInt(products)
                        : (taste + random.nextInt(Math.max(1, products / 20))) % products;
                long day = 18_000L + random.nextInt(DAYS);
                purchases.add(new Purchase(c, product, day));
                sales.add(new ClientForecasts.Sale(c, product, day, 100 + random.nextInt(900)));
            }
        }
        int[] families = IntStream.range(0, products).map(p -> p / 10).toArray();
        Portfolios portfolios = new Portfolios(clients, families, purchases);
        long began = System.nanoTime();
        double[] popularity = new double[products];
        purchases.forEach(p -> popularity[p.product()]++);
        long kept = 0;
        for (int c = 0; c < clients; c++) {
            kept += IntStream.range(0, products)
                    .boxed()
                    .sorted((a, b) -> Double.compare(popularity[b], popularity[a]))
                    .limit(KEPT)
                    .count();
        }
        double baseline = seconds(began);
        line("gapfit.baseline.seconds", baseline);
        began = System.nanoTime();
        ProductAffinity affinity = ProductAffinity.learn(portfolios, PERIOD);
        double learned = seconds(began);
        List<Set<String>> topics = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int p = 0; p < products; p++) {
            topics.add(Set.of("t" + p % TOPICS));
            keys.add("p" + p);
        }
        List<Map<String, Integer>> said = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            said.add(Map.of("t" + random.nextInt(TOPICS), 1 + random.nextInt(3)));
        }
        GapFit fit = new GapFit(
                affinity,
                new GapFit.Screened(
                        keys,
                        topics,
                        IntStream.range(0, clients).mapToObj(c -> "").toList(),
                        said,
                        List.of(),
                        Map.of(),
                        List.of()),
                LocalDate.ofEpochDay(18_000 + DAYS));
        long start = System.nanoTime();
        long found = 0;
        for (int c = 0; c < clients; c++) {
            found += fit.of(c, KEPT).size();
        }
        double fitted = seconds(start);
        start = System.nanoTime();
        ClientForecasts forecasts = ClientForecasts.learn(clients, families, sales, PERIOD);
        long chances = 0;
        for (int c = 0; c < clients; c++) {
            chances += forecasts.purchases(c).map(all -> (long) all.length).orElse(0L)
                    + (forecasts.again(c).isPresent() ? 1 : 0);
        }
        double forecast = seconds(start);
        line("gapfit.learn.seconds", learned);
        line("gapfit.fit.seconds", fitted);
        line("gapfit.forecast.seconds", forecast);
        line("gapfit.seconds", learned + fitted + forecast);
        line("gapfit.ratio", (learned + fitted + forecast) / baseline);
        line("gapfit.candidates", (double) found);
        line("gapfit.chances", (double) chances);
        line("gapfit.compared", (double) kept);
        line("gapfit.within", learned + fitted + forecast <= 60 ? 1 : 0);
    }

    private void reading() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(11L);
        List<Passage> texts = new ArrayList<>();
        while (texts.size() < passages) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < 400; w++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(w % 12 == 11 ? ". " : " ");
            }
            texts.addAll(Passages.of(text.toString()));
        }
        List<Passage> all = texts.subList(0, passages);
        long began = System.nanoTime();
        long words = 0;
        for (Passage passage : all) {
            words += Arrays.stream(passage.text().split("\\s+")).distinct().count();
        }
        double baseline = seconds(began);
        List<Concept> topics = IntStream.range(0, TOPICS)
                .mapToObj(t -> new Concept(
                        Concept.Kind.TOPIC,
                        "t" + t,
                        WORDS[t % WORDS.length] + " " + WORDS[(t * 7 + 3) % WORDS.length],
                        List.of(),
                        Optional.empty(),
                        Set.of()))
                .toList();
        try (MiniLm model = MiniLm.load()) {
            TextEncoder encoder = model;
            TopicMap map = new TopicMap(topics, Optional.of(encoder), List.of());
            var warm = map.of(all.subList(0, 20));
            began = System.nanoTime();
            int matches = warm.size();
            for (int from = 0; from < all.size(); from += 5) {
                matches += map.of(all.subList(from, Math.min(all.size(), from + 5)))
                        .size();
            }
            double read = seconds(began);
            began = System.nanoTime();
            matches += map.of(all.subList(0, 5)).size();
            double one = seconds(began);
            List<float[]> vectors = encoder.encode(all.subList(0, Math.min(200, passages)).stream()
                    .map(Passage::text)
                    .toList());
            began = System.nanoTime();
            double nearest = 0;
            int comparisons = 0;
            for (int round = 0; comparisons < 10_000; round++) {
                float[] a = vectors.get(round % vectors.size());
                for (float[] b : vectors) {
                    double sum = 0;
                    for (int i = 0; i < a.length; i++) {
                        sum += a[i] * b[i];
                    }
                    nearest = Math.max(nearest, sum);
                    comparisons++;
                }
            }
            double search = seconds(began);
            line("reading.passages", passages);
            line("reading.words", (double) words);
            line("reading.seconds", read);
            line("reading.baseline.seconds", baseline);
            line("reading.ratio", read / baseline);
            line("reading.within", read <= 300 ? 1 : 0);
            line("reading.document.seconds", one);
            line("reading.document.within", one <= 1 ? 1 : 0);
            line("reading.matches", matches);
            line("vectors.memory.search-10000.ms", 1e3 * search * 10_000 / comparisons);
            line("vectors.nearest", nearest);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void load(String when) {
        line("load." + when, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void line(String name, double value) {
        out.println(String.format(Locale.ROOT, "%s %.3f", name, value));
        out.flush();
    }
}
