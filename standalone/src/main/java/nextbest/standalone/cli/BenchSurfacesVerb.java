package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import nextbest.identity.RepId;
import nextbest.standalone.House;
import nextbest.standalone.OperatorToken;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.Role;
import nextbest.workflows.subjectloop.LoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest bench surfaces}: how fast the pages are, over HTTP, in front of a large organisation. */
@Command(
        name = "surfaces",
        mixinStandardHelpOptions = true,
        header = "Measure the pages over HTTP with many open deals and many decisions.",
        description = {
            "",
            "Starts a house of its own in a temporary folder, lets the loop decide some deals, copies them inside the database",
            "until there are as many open deals and decisions as asked for, and measures as a browser does: with a session,",
            "without keeping anything. Prints 'name value' lines in milliseconds; '.within' says whether the target was met:",
            "card page <= 60 kB and <= 200 ms at 50 requests/s, my day <= 300 ms, loop report <= 1 s (95th percentiles).",
            ""
        })
final class BenchSurfacesVerb implements Callable<Integer> {
    private static final int GENUINE = 100;
    private static final int PER_SECOND = 50;
    private static final int REPS_THAT_LOOK = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--deals",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Open deals (default: ${DEFAULT-VALUE}).")
    private int deals;

    @Option(
            names = "--decisions",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Decisions about them (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long the card pages are asked for (default: ${DEFAULT-VALUE}).")
    private int seconds;

    private PrintWriter out;
    private BenchProcesses processes;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (deals < GENUINE || decisions < deals || seconds < 1) {
            err.println("nextbest bench surfaces: expected at least " + GENUINE
                    + " deals, as many decisions, and a second, but saw " + deals + ", " + decisions + " and "
                    + seconds);
            return 2;
        }
        Path folder = Files.createTempDirectory("nextbest-bench");
        load("before");
        try (House house = House.start(
                new House.Plan(
                        "bench",
                        folder.resolve("house"),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        new LoopSettings(Duration.ofSeconds(1), Duration.ofDays(365))),
                line -> err.println("  " + line))) {
            HttpApi api =
                    new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(folder.resolve("house")));
            api.post("/api/v1/tenant/mode", Map.of("mode", "LIVE", "recipientDomains", List.of("example.com")));
            BenchDeals organisation = new BenchDeals(house);
            organisation.store("deal", GENUINE);
            organisation.cycle(GENUINE);
            long started = System.nanoTime();
            BenchCopies copies = new BenchCopies(house, folder.resolve("house"));
            List<String> cards = copies.make(deals, decisions);
            line("seed.seconds", BenchVerb.seconds(started));
            line("seed.open-deals", copies.count("deal where status = 'OPEN'"));
            line("seed.decisions", copies.count("decision"));
            line("seed.candidates", copies.count("candidate"));
            processes = new BenchProcesses(folder.resolve("house"));
            measure(house, cards);
        } finally {
            BenchVerb.remove(folder);
        }
        load("after");
        return 0;
    }

    private void measure(House house, List<String> cards) throws InterruptedException {
        URI base = URI.create(house.addresses().get("api"));
        house.account("bench-product", Role.PRODUCT_MANAGER, Optional.empty());
        BenchVisitor operator = BenchVisitor.logIn(base, "operator", house.password());
        BenchVisitor product = BenchVisitor.logIn(base, "bench-product", house.password());
        List<BenchVisitor> reps = IntStream.range(0, REPS_THAT_LOOK)
                .mapToObj(i -> {
                    house.account("bench-rep-" + i, Role.REP, Optional.of(rep(house, i)));
                    return BenchVisitor.logIn(base, "bench-rep-" + i, house.password());
                })
                .toList();
        // the first visits of a page load its classes and templates
        for (int i = 0; i < 100; i++) {
            reps.get(i % REPS_THAT_LOOK).get(card(cards, i));
        }
        BenchVisitor.Page card = reps.getFirst().get(card(cards, 0));
        int assets = reps.getFirst().get("/assets/nextbest.css").bytes()
                + reps.getFirst().get("/assets/nextbest.js").bytes()
                + reps.getFirst().get("/assets/nextbest.svg").bytes();
        line("card.bytes.page", card.bytes());
        line("card.bytes.all", card.bytes() + assets);
        within("card.bytes.all", card.bytes() + assets, 60_000);
        Map<String, Duration> before = processes.cpu();
        double[] cardMillis = BenchVisitor.atRate(
                PER_SECOND, seconds, i -> reps.get(i % REPS_THAT_LOOK).get(card(cards, i)));
        Map<String, Duration> used = processes.cpuSince(before);
        print("card", cardMillis, 200);
        // what a look costs, whatever else the machine does: this process includes the visitors
        used.forEach((kind, cpu) -> line("card.cpu-ms." + kind, cpu.toNanos() / 1e6 / cardMillis.length));
        line(
                "card.cpu-ms",
                used.values().stream().mapToDouble(cpu -> cpu.toNanos() / 1e6).sum() / cardMillis.length);
        print("card.operator", BenchVisitor.oneByOne(40, i -> operator.get(card(cards, i * 7))), 200);
        for (int i = 0; i < 5; i++) {
            reps.getFirst().get("/my-day");
            operator.get("/my-day");
            product.get("/reports/loop");
        }
        print(
                "my-day",
                BenchVisitor.oneByOne(40, i -> reps.get(i % REPS_THAT_LOOK).get("/my-day")),
                300);
        print("my-day.all-deals", BenchVisitor.oneByOne(20, i -> operator.get("/my-day")), 300);
        print("loop-report", BenchVisitor.oneByOne(20, i -> product.get("/reports/loop")), 1_000);
        print(
                "loop-report.stage",
                BenchVisitor.oneByOne(20, i -> product.get("/reports/loop?stage=DISCOVERY&by=month")),
                1_000);
    }

    /** Deals are dealt out to twenty reps in turn. */
    private static String card(List<String> cards, int i) {
        int own = cards.size() / BenchDeals.REPS;
        return "/deals/" + cards.get((i / REPS_THAT_LOOK) % own * BenchDeals.REPS + i % REPS_THAT_LOOK);
    }

    private static RepId rep(House house, int i) {
        return new SubjectDirectory(house.store().database())
                .rep(house.tenant().id(), "bench:R" + i)
                .orElseThrow()
                .id();
    }

    private void print(String name, double[] millis, int target) {
        line(name + ".n", millis.length);
        line(name + ".ms.p50", BenchCosts.quantile(millis, 0.5));
        line(name + ".ms.p95", BenchCosts.quantile(millis, 0.95));
        line(name + ".ms.p99", BenchCosts.quantile(millis, 0.99));
        within(name + ".ms.p95", BenchCosts.quantile(millis, 0.95), target);
    }

    private void within(String name, double value, double target) {
        out.println(name + ".within " + target + " " + (value <= target ? "yes" : "no"));
    }

    private void load(String when) {
        line(
                "machine.load." + when,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void line(String name, double value) {
        out.println(name + " " + String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value));
        out.flush();
    }
}
