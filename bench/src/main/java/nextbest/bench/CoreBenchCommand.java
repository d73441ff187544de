package nextbest.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nextbest bench core}: the decision core alone, without a database or a server. */
@Command(
        name = "core",
        mixinStandardHelpOptions = true,
        header = "Measure the decision core alone: choosing, learning, a whole decision, re-running many.",
        description = {
            "",
            "Prints 'name value' lines. Times come from JMH, on one thread, in a Java process of their own, as median and 99th",
            "percentile in microseconds; '.ratio' is the median over that of fifty plain dot products in the same run, which",
            "can be compared between machines. '.within' says whether the target was met: choose <= 50 / 150 us, add an",
            "outcome <= 30 us, whole decision <= 1 ms, 100,000 decisions re-run under other weights <= 10 s on all cores.",
            "On a machine that is busy with other things the 99th percentile measures the other things; for the re-run the",
            "processor time is printed too, and what it would take on all cores of an idle machine.",
            ""
        })
public final class CoreBenchCommand implements Callable<Integer> {
    private static final int ONE_SECOND = 1;
    private static final String SHARED = ".shared";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds measured per benchmark, after as many to warm up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rerun",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Decisions to re-run; 0 to leave it out (default: ${DEFAULT-VALUE}).")
    private int rerun;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "nextbest\\.bench\\..*",
            description = {"Benchmarks to run, by full name (default: all)."})
    private String only;

    private PrintWriter out;

    @Override
    public Integer call() throws RunnerException {
        out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (seconds < 1 || rerun < 0) {
            err.println("nextbest bench core: --seconds must be at least 1 and --rerun at least 0, but are " + seconds
                    + " and " + rerun);
            return 2;
        }
        err.println("measuring each benchmark for " + 2 * seconds + " s ...");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(only)
                .forks(1)
                .threads(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(ONE_SECOND))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(ONE_SECOND))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow");
        report(new Runner(options.build()).run());
        if (rerun > 0) {
            err.println("re-running " + rerun + " decisions ...");
            rerun();
        }
        return 0;
    }

    private void report(Collection<RunResult> results) {
        Map<String, Statistics> measured = new TreeMap<>();
        for (RunResult result : results) {
            measured.put(nameOf(result), result.getPrimaryResult().getStatistics());
        }
        measured.forEach((name, times) -> {
            double median = times.getPercentile(50);
            double late = times.getPercentile(99);
            line(name + ".us.p50", median);
            line(name + ".us.p99", late);
            line(name + ".per-second", 1e6 / times.getMean());
            Statistics yardstick = measured.get("yardstick" + (name.endsWith(SHARED) ? SHARED : ""));
            if (yardstick != null) {
                line(name + ".ratio", median / Math.max(1e-3, yardstick.getPercentile(50)));
            }
            target(name).ifPresent(t -> out.println(name + ".within " + (median <= t[0] && late <= t[1])));
        });
        out.flush();
    }

    private static Optional<double[]> target(String name) {
        double[] limits = switch (name.replace(SHARED, "")) {
            case "decide" -> new double[] {50, 150};
            case "addOutcome" -> new double[] {30, Double.POSITIVE_INFINITY};
            case "fullDecision" -> new double[] {1000, Double.POSITIVE_INFINITY};
            default -> null;
        };
        return Optional.ofNullable(limits);
    }

    private static String nameOf(RunResult result) {
        String name = result.getPrimaryResult().getLabel();
        String features = result.getParams().getParam("actionFeatures");
        return features == null || features.equals("0") ? name : name + SHARED;
    }

    /** The same deals under other weights, as what-if does it, on all cores; the results are thrown away. */
    private void rerun() {
        List<EngineInput> inputs = SampleDeals.inputs(1_000);
        Engine engine = Engine.current();
        SelectionPolicy usual = SelectionPolicy.standard();
        SelectionPolicy other = new SelectionPolicy(
                usual.arm(),
                new SelectionPolicy.Weights(30, 40, 20, 10),
                usual.explorationScale(),
                usual.exploreWithinHundredths(),
                usual.floor(),
                usual.capLeft(),
                usual.shownToday(),
                false,
                usual.shadow(),
                usual.switchedOff());
        long processor = processorNanos();
        long started = System.nanoTime();
        long shown = IntStream.range(0, rerun)
                .parallel()
                .filter(i -> {
                    EngineInput input = inputs.get(i % inputs.size());
                    EngineInput asked = new EngineInput(
                            input.id(),
                            input.deal(),
                            input.catalogue(),
                            input.organisation(),
                            input.evidence(),
                            other,
                            input.at());
                    return !engine.select(asked).slate().isEmpty();
                })
                .count();
        double taken = (System.nanoTime() - started) / 1e9;
        line("rerun.decisions", rerun);
        line("rerun.with-a-card", (double) shown);
        line("rerun.seconds", taken);
        line("rerun.seconds-per-100000", taken * 1e5 / rerun);
        int cores = Runtime.getRuntime().availableProcessors();
        double used = (processorNanos() - processor) / 1e9 * 1e5 / rerun;
        line("rerun.cores", cores);
        line("rerun.processor-seconds-per-100000", used);
        line("rerun.seconds-per-100000-if-idle", used / cores);
        out.println("rerun.within " + (taken * 1e5 / rerun <= 10));
        out.flush();
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void line(String name, double value) {
        out.println(name + " " + String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value));
    }
}
