package nextbest.standalone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What our own processes use: this one, PostgreSQL and the Temporal servers. */
final class BenchProcesses {
    private final Path house;

    /** @param house the data folder, in which PostgreSQL says which process it is: it is no child of ours */
    BenchProcesses(Path house) {
        this.house = house;
    }

    /**
     * Proportional set size in megabytes (10^6 bytes), so that what PostgreSQL's processes share counts once. Linux only: empty
     * elsewhere.
     */
    Map<String, Double> memory(String prefix) {
        Map<String, Double> megabytes = new TreeMap<>();
        ours().forEach(process -> proportional(process.pid())
                .ifPresent(bytes -> megabytes.merge(prefix + "-mb." + kind(process), bytes / 1e6, Double::sum)));
        double total =
                megabytes.values().stream().mapToDouble(Double::doubleValue).sum();
        if (total > 0) {
            megabytes.put(prefix + "-mb", total);
        }
        return megabytes;
    }

    /** Processor time so far, by process and kind. */
    Map<String, Duration> cpu() {
        Map<String, Duration> used = new TreeMap<>();
        ours().forEach(process -> used.put(
                kind(process) + " " + process.pid(),
                process.info().totalCpuDuration().orElse(Duration.ZERO)));
        return used;
    }

    /** Processor time since then, by kind. */
    Map<String, Duration> cpuSince(Map<String, Duration> before) {
        Map<String, Duration> since = new TreeMap<>();
        cpu().forEach((process, now) -> since.merge(
                process.substring(0, process.indexOf(' ')),
                now.minus(before.getOrDefault(process, Duration.ZERO)),
                Duration::plus));
        return since;
    }

    private Stream<ProcessHandle> ours() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.concat(Stream.of(self), self.descendants()), postgres())
                .distinct();
    }

    private Stream<ProcessHandle> postgres() {
        try (Stream<Path> files = Files.find(house, 4, (path, attributes) -> path.endsWith("postmaster.pid"))) {
            Optional<ProcessHandle> server = Optional.empty();
            for (Path file : files.toList()) {
                server =
                        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()));
            }
            return server.stream().flatMap(found -> Stream.concat(Stream.of(found), found.descendants()));
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("PostgreSQL's process could not be found by its file below " + house, e);
        }
    }

    private static String kind(ProcessHandle process) {
        String command = process.info().command().orElse("");
        return process.equals(ProcessHandle.current())
                ? "nextbest"
                : command.contains("temporal") ? "temporal" : command.contains("postgres") ? "postgres" : "other";
    }

    private static OptionalDouble proportional(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return OptionalDouble.empty();
        }
    }
}
