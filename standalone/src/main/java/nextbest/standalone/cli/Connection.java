package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import nextbest.standalone.House;
import nextbest.standalone.OperatorToken;
import nextbest.standalone.parts.DataFolder;
import nextbest.standalone.parts.InstanceFile;
import nextbest.workflows.subjectloop.LoopSettings;

/** A verb's way to a running nextbest: the one that is there, or one that is started for this verb alone. */
final class Connection implements AutoCloseable {
    /** Longer than a start takes on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpApi api;
    private final Optional<House> own;
    private final java.util.Map<String, String> addresses;

    private Connection(HttpApi api, Optional<House> own, java.util.Map<String, String> addresses) {
        this.api = api;
        this.own = own;
        this.addresses = addresses;
    }

    /**
     * Connects, starting nextbest if it is not running.
     *
     * @param data the data folder
     * @param progress gets the lines of the start, not what the verb prints
     */
    static Connection open(Path data, String verb, PrintWriter progress) {
        return open(data, verb, Optional.empty(), progress);
    }

    /** As {@link #open(Path, String, PrintWriter)}; a start sets the business clock. */
    static Connection open(Path data, String verb, Optional<House.ClockChoice> clock, PrintWriter progress) {
        Optional<InstanceFile.Instance> running = runningOrStarting(data, progress);
        if (running.isPresent()) {
            return new Connection(
                    new HttpApi(URI.create(running.get().address("api")), OperatorToken.read(data)),
                    Optional.empty(),
                    running.get().addresses());
        }
        progress.println("nextbest is not running here; starting it for this command (./nextbest up keeps it running)");
        House house = House.start(
                new House.Plan(verb, data, clock, 0, Optional.empty(), LoopSettings.standard()),
                line -> progress.println("  " + line));
        return new Connection(
                new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(data)),
                Optional.of(house),
                house.addresses());
    }

    /** The running instance; one that is still starting, or just stopping, is waited for. */
    private static Optional<InstanceFile.Instance> runningOrStarting(Path data, PrintWriter progress) {
        Optional<InstanceFile.Instance> running = InstanceFile.running(data);
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean told = false;
        while (running.isEmpty() && DataFolder.isClaimed(data) && System.nanoTime() < end) {
            if (!told) {
                progress.println("nextbest is starting or stopping here; waiting for it");
                told = true;
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return running;
            }
            running = InstanceFile.running(data);
        }
        return running;
    }

    HttpApi api() {
        return api;
    }

    String address(String name) {
        return addresses.get(name);
    }

    @Override
    public void close() {
        own.ifPresent(House::close);
    }
}
