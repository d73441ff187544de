package nextbest.standalone.parts;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at this machine and a data folder and says, line by line, what is in order and what to do
 * about the rest. It changes nothing but a file of its own that it removes again.
 */
public final class Doctor {

    private static final int LEAST_JAVA = 25;
    private static final long MEGABYTE = 1_000_000;

    /** Programs, an empty database and a first import; below it a start would fail half way. */
    private static final long LEAST_DISK = 1_000 * MEGABYTE;

    /** What a year of one organisation takes with room to spare. */
    private static final long GOOD_DISK = 5_000 * MEGABYTE;

    /** Our own processes idle at 700 MB and peak at about twice that. */
    private static final long LEAST_MEMORY = 1_500 * MEGABYTE;

    private static final Duration CLOCKS = Duration.ofSeconds(5);

    /** 2026-01-01T00:00:00Z: no build of nextbest is older. */
    private static final long FIRST_BUILD = 1_767_225_600_000L;

    private final Path folder;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** How serious a finding is. */
    public enum Verdict {
        /** In order. */
        OK,
        /** Works, but worth knowing. */
        NOTE,
        /** Will not work until something is done. */
        FIX
    }

    /**
     * One line of the report.
     *
     * @param subject what was looked at, one word
     * @param verdict how serious it is
     * @param seen what was seen
     * @param next what to do next; empty when all is in order
     */
    public record Finding(String subject, Verdict verdict, String seen, String next) {

        @Override
        public String toString() {
            String line = "%-4s  %-9s  %s"
                    .formatted(verdict == Verdict.OK ? "ok" : verdict == Verdict.NOTE ? "note" : "FIX", subject, seen);
            return next.isEmpty() ? line : line + "\n                 → " + next;
        }
    }

    /**
     * Examines this machine and the data folder, which need not be there yet.
     *
     * @return the findings in the order in which a start would meet them
     */
    public static List<Finding> examine(Path folder) {
        Doctor doctor = new Doctor(folder);
        doctor.java();
        doctor.system();
        doctor.memory();
        boolean writable = doctor.writing();
        if (writable) {
            doctor.disk();
            doctor.clock();
        }
        doctor.postgres();
        doctor.temporal();
        Optional<InstanceFile.Instance> running = doctor.instance();
        if (running.isEmpty() && writable) {
            doctor.ports();
            doctor.orphans();
        }
        return List.copyOf(doctor.findings);
    }

    /** True when nothing needs to be done before nextbest can run. */
    public static boolean isHealthy(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FIX);
    }

    private void java() {
        int feature = Runtime.version().feature();
        String seen = "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name");
        if (feature >= LEAST_JAVA) {
            ok("java", seen);
        } else {
            fix(
                    "java",
                    seen,
                    "start it by ./nextbest, which finds a JDK " + LEAST_JAVA + " or newer or says how to get one");
        }
    }

    private void system() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean known = (system.startsWith("Linux") || system.startsWith("Mac"))
                && List.of("amd64", "x86_64", "aarch64").contains(System.getProperty("os.arch"));
        if (known) {
            ok("system", system);
        } else {
            fix(
                    "system",
                    system,
                    "the embedded parts run on Linux and macOS, amd64 and arm64; elsewhere run ./nextbest worker and "
                            + "./nextbest api against an outside PostgreSQL and Temporal");
        }
    }

    private void memory() {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long total = machine.getTotalMemorySize();
        String seen = total / MEGABYTE + " MB in all, " + machine.getFreeMemorySize() / MEGABYTE
                + " MB unused, Java may take " + Runtime.getRuntime().maxMemory() / MEGABYTE + " MB";
        if (total >= LEAST_MEMORY) {
            ok("memory", seen);
        } else {
            fix("memory", seen, "nextbest and its parts need about " + LEAST_MEMORY / MEGABYTE + " MB");
        }
    }

    private boolean writing() {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && Files.isDirectory(existing) && Files.isWritable(existing)) {
            ok("data", folder + (Files.isDirectory(folder) ? "" : " (will be made)"));
            return true;
        }
        fix(
                "data",
                folder + " cannot be written",
                "choose a folder of your own with --data, or give this one to your user");
        return false;
    }

    private void disk() {
        long free = existing().toFile().getUsableSpace();
        String seen = free / MEGABYTE + " MB free where the data lies";
        if (free < LEAST_DISK) {
            fix("disk", seen, "make room: at least " + LEAST_DISK / MEGABYTE + " MB");
        } else if (free < GOOD_DISK) {
            note("disk", seen, "enough to begin; " + GOOD_DISK / MEGABYTE + " MB are comfortable");
        } else {
            ok("disk", seen);
        }
    }

    /** A clock that is far off breaks links that expire; a file system with another one breaks log-ins and builds. */
    private void clock() {
        try {
            Path probe = Files.createTempFile(existing(), "clock", ".probe");
            long file = Files.getLastModifiedTime(probe).toMillis();
            long here = System.currentTimeMillis();
            Files.delete(probe);
            if (here < FIRST_BUILD) {
                fix(
                        "clock",
                        "this machine's clock is before this program was made",
                        "set the clock (timedatectl set-ntp true)");
            } else if (Math.abs(here - file) > CLOCKS.toMillis()) {
                note(
                        "clock",
                        "the file system's clock differs by " + Math.abs(here - file) / 1000 + " s",
                        "set both clocks by the same time server");
            } else {
                ok("clock", "this machine and the file system agree");
            }
        } catch (IOException e) {
            fix(
                    "clock",
                    "no file could be written in " + existing() + ": " + e.getMessage(),
                    "choose another folder with --data");
        }
    }

    private void postgres() {
        try {
            ok(
                    "postgres",
                    "PostgreSQL " + Versions.POSTGRES + " comes with nextbest"
                            + OrdinaryUser.forThisProcess().remark());
        } catch (PartException e) {
            fix("postgres", e.getMessage(), "run nextbest as an ordinary user");
        }
    }

    private void temporal() {
        Optional<TemporalBinary> found = TemporalBinary.find();
        if (found.isPresent()) {
            ok(
                    "temporal",
                    "server " + found.get().server() + " in " + found.get().path());
        } else {
            fix(
                    "temporal",
                    "no fitting Temporal server",
                    "./nextbest doctor --install gets it, if Go is there. " + TemporalBinary.howToGet(List.of()));
        }
    }

    private Optional<InstanceFile.Instance> instance() {
        Optional<InstanceFile.Instance> running;
        try {
            running = InstanceFile.running(folder);
        } catch (PartException e) {
            fix("running", e.getMessage(), "remove the file when no nextbest runs here");
            return Optional.empty();
        }
        if (running.isEmpty()) {
            ok("running", "nothing runs here");
            return running;
        }
        List<String> silent = new ArrayList<>();
        Map<String, String> addresses = new TreeMap<>(running.get().addresses());
        addresses.forEach((name, address) -> {
            if (!answers(address)) {
                silent.add(name + " (" + address + ")");
            }
        });
        String seen = "process " + running.get().pid() + ", started by '"
                + running.get().verb() + "': " + addresses;
        if (silent.isEmpty()) {
            ok("running", seen);
        } else {
            fix(
                    "running",
                    seen,
                    "no answer from " + String.join(", ", silent) + ": stop that process and start it again");
        }
        return running;
    }

    private void ports() {
        Map<String, Integer> recorded;
        try {
            recorded = Ports.recordedIn(folder);
        } catch (PartException e) {
            fix("ports", e.getMessage(), "remove the file; the ports are then chosen anew");
            return;
        }
        List<String> taken = new ArrayList<>();
        recorded.forEach((purpose, port) -> {
            if (!Ports.isFree(port) && !isOurOrphans(port)) {
                taken.add(purpose + " " + port);
            }
        });
        if (!taken.isEmpty()) {
            fix(
                    "ports",
                    "taken by other processes: " + String.join(", ", taken),
                    "stop those, or remove their lines from " + folder.resolve("ports.json"));
        } else {
            ok("ports", recorded.isEmpty() ? "chosen at the first start" : "free: " + recorded);
        }
    }

    private void orphans() {
        boolean claimed;
        try {
            claimed = DataFolder.isClaimed(folder);
        } catch (PartException e) {
            fix(
                    "orphans",
                    e.getMessage(),
                    "give the file back to your user (it belongs to whoever started nextbest here), or remove it when"
                            + " no nextbest runs here");
            return;
        }
        if (claimed) {
            note("orphans", "a nextbest is just starting or stopping on this folder", "ask again in a moment");
            return;
        }
        for (String part : List.of("postgres", "temporal")) {
            Optional<ChildProcess> left;
            try {
                left = orphan(part);
            } catch (PartException e) {
                fix("orphans", e.getMessage(), "remove the file when no nextbest runs here");
                continue;
            }
            left.ifPresent(child -> note(
                    "orphans",
                    part + " still runs (" + child.process() + ", port " + child.port() + "): its nextbest was killed",
                    "nothing: the next start takes it over, or stops it"));
        }
    }

    private boolean isOurOrphans(int port) {
        // The web UI's port has no record of its own: it belongs to the Temporal process.
        try {
            return orphan("postgres").filter(child -> child.port() == port).isPresent()
                    || orphan("temporal").isPresent();
        } catch (PartException e) {
            return false; // told where orphans are looked for
        }
    }

    private Optional<ChildProcess> orphan(String part) {
        return DurableFile.readJson(folder.resolve(part).resolve("process.json"), ChildProcess.class)
                .filter(child -> child.process().isAlive());
    }

    private static boolean answers(String address) {
        URI uri = URI.create(address.contains("://") ? address : "tcp://" + address);
        if (uri.getHost() == null || uri.getPort() < 0) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path existing() {
        Path existing = folder;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    private void ok(String subject, String seen) {
        findings.add(new Finding(subject, Verdict.OK, seen, ""));
    }

    private void note(String subject, String seen, String next) {
        findings.add(new Finding(subject, Verdict.NOTE, seen, next));
    }

    private void fix(String subject, String seen, String next) {
        findings.add(new Finding(subject, Verdict.FIX, seen, next));
    }
}
