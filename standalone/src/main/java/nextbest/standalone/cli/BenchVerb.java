package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nextbest.bench.CoreBenchCommand;
import nextbest.standalone.House;
import nextbest.standalone.OperatorToken;
import nextbest.standalone.parts.DataFolder;
import nextbest.workflows.subjectloop.LoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest bench}: what this machine makes of it, as ratios to a baseline of the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {CoreBenchCommand.class, BenchSurfacesVerb.class, BenchVendorsVerb.class, BenchProductsVerb.class
        },
        description = {
            "Measures speed and size, and prints 'name value' lines.",
            "Starts a house of its own in a temporary folder for it: deal cycles beside the same workflows with activities",
            "that return constants, the latency from a signal to a refreshed card, import, decision, memory, and what a deal costs in events, rows and bytes. Nothing is asserted: figures of two runs are",
            "to be compared only with the load of the machine beside them."
        })
final class BenchVerb implements Callable<Integer> {
    /** A second between decisions of a deal, so that the next signal is never held back; and no reviews meanwhile. */
    private static final LoopSettings PACE = new LoopSettings(Duration.ofSeconds(1), Duration.ofDays(365));

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--deals",
            paramLabel = "N",
            defaultValue = "300",
            description = "Deals of the cycle measurement (default: ${DEFAULT-VALUE}).")
    private int deals;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Rows of the import measurement (default: ${DEFAULT-VALUE}).")
    private int rows;

    private PrintWriter out;
    private BenchProcesses processes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (deals < 50 || rows < 100) {
            err.println("nextbest bench: at least 50 deals and 100 rows are needed, but " + deals + " and " + rows
                    + " were asked for");
            return 2;
        }
        Path folder = Files.createTempDirectory("nextbest-bench");
        processes = new BenchProcesses(folder.resolve("house"));
        load("before");
        long started = System.nanoTime();
        try (House house = House.start(
                new House.Plan("bench", folder.resolve("house"), Optional.empty(), 0, Optional.empty(), PACE),
                line -> err.println("  " + line))) {
            line("start.seconds", seconds(started));
            HttpApi api =
                    new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(folder.resolve("house")));
            api.post("/api/v1/tenant/mode", Map.of("mode", "LIVE", "recipientDomains", List.of("example.com")));
            Thread.sleep(5_000);
            processes.memory("memory.idle").forEach(this::line);
            BenchDeals organisation = new BenchDeals(house);
            cycles(house, organisation, folder);
            latency(organisation, api);
            organisation.decideAlone(300).forEach(this::line);
            imports(house, folder);
            processes.memory("memory.after").forEach(this::line);
        } finally {
            remove(folder);
        }
        load("after");
        return 0;
    }

    /** Deals per second from the first word to the loop's tracking, ours and the constants', in turns. */
    private void cycles(House house, BenchDeals organisation, Path folder) throws IOException, InterruptedException {
        organisation.store("warm", BenchDeals.WARM);
        try (DataFolder data = DataFolder.claim(folder.resolve("constants"));
                BenchConstants constants = BenchConstants.start(data)) {
            constants.cycle(BenchDeals.WARM, BenchDeals.WARM);
            organisation.cycle(BenchDeals.WARM);
            BenchCosts.Size before = BenchCosts.size(house);
            double baseline = deals / constants.cycle(deals, BenchDeals.WARM + deals);
            organisation.store("deal", deals);
            Map<String, Duration> cpu = processes.cpu();
            double real = deals / organisation.cycle(BenchDeals.WARM + deals);
            Map<String, Duration> used = processes.cpuSince(cpu);
            line("cycles.per-second", real);
            line("cycles.constants.per-second", baseline);
            line("cycles.ratio", real / baseline);
            line("cycles.ms-per-deal", 1e3 / real);
            line("cycles.constants.ms-per-deal", 1e3 / baseline);
            // two cores can give two milliseconds of processor time a millisecond
            used.forEach((who, time) -> line("cycles.cpu-ms-per-deal." + who, time.toMillis() / (double) deals));
            line("mails.sent", house.mailbox().all().size());
            BenchCosts.print(house, before, deals, (name, value) -> line(name, value));
        }
        BenchCosts.histories(house, organisation.measured().subList(0, 50)).forEach(this::line);
    }

    private void latency(BenchDeals organisation, HttpApi api) throws InterruptedException {
        double[] millis = organisation.signalToCard(api, 40);
        line("signal-to-card.n", millis.length);
        if (millis.length > 0) {
            line("signal-to-card.ms.p50", BenchCosts.quantile(millis, 0.5));
            line("signal-to-card.ms.p95", BenchCosts.quantile(millis, 0.95));
        }
    }

    /** The verb itself, against the running house. */
    private void imports(House house, Path folder) throws IOException {
        Path file = BenchDeals.pipeline(
                folder.resolve("sales_pipeline.csv"), rows, house.store().time().now());
        PrintWriter silent = new PrintWriter(java.io.Writer.nullWriter());
        long started = System.nanoTime();
        int code = Main.run(
                new String[] {
                    "import", "--no-wait", "--data", folder.resolve("house").toString(), file.toString()
                },
                silent,
                spec.commandLine().getErr());
        line("import.exit-code", code);
        line("import.rows-per-second", rows / seconds(started));
    }

    private void load(String when) {
        line(
                "machine.load." + when,
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        line("machine.cores." + when, Runtime.getRuntime().availableProcessors());
    }

    private void line(String name, double value) {
        out.println(name + " "
                + (value == Math.rint(value) && Math.abs(value) < 1e15
                        ? String.valueOf((long) value)
                        : String.format(Locale.ROOT, "%.3f", value)));
    }

    static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
