package nextbest.standalone.parts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that we started as a process of its own and that outlives us when we are killed. Its
 * record in {@code process.json} lets the next parent find it again.
 *
 * @param process which process it is
 * @param program version of the program, for example {@code 18.4.0}
 * @param port where it answers on loopback
 * @param settings everything it was started with, as one text; an orphan with other settings is
 *     stopped and not adopted
 */
record ChildProcess(ProcessIdentity process, String program, int port, String settings) {

    private static final String FILE = "process.json";

    /**
     * The child that an earlier parent left behind in this room, if it still lives. The caller holds
     * the data folder, so that parent is gone. A record whose process is gone, or whose process id
     * now belongs to another program, is removed and that program left alone.
     */
    static Optional<ChildProcess> leftIn(Path room) {
        Path file = room.resolve(FILE);
        Optional<ChildProcess> recorded = DurableFile.readJson(file, ChildProcess.class);
        if (recorded.isPresent() && !recorded.get().process().isAlive()) {
            DurableFile.delete(file);
            return Optional.empty();
        }
        return recorded;
    }

    /**
     * A living child of which no record was written, because its parent was killed in the moment
     * between: a process of this very program that names our own folder on its command line.
     *
     * @param program the program's file name
     * @param folder the file or folder of ours that the program was started with
     */
    static Optional<ProcessIdentity> unrecorded(String program, Path folder) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .command()
                        .map(command -> Path.of(command).getFileName().toString())
                        // The kernel marks a program whose file was replaced meanwhile.
                        .filter(name -> name.replace(" (deleted)", "").startsWith(program))
                        .isPresent())
                .filter(handle -> handle.info().arguments().map(List::of).orElse(List.of()).stream()
                        .anyMatch(argument -> argument.equals(folder.toString())))
                .map(handle -> ProcessIdentity.of(handle.pid()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    void recordIn(Path room) {
        DurableFile.writeJson(room.resolve(FILE), this);
    }

    static void forget(Path room) {
        DurableFile.delete(room.resolve(FILE));
    }

    /**
     * The command that starts a program in a session of its own, so that Ctrl-C in the terminal reaches
     * only us and we can stop the parts in order. The process id stays the one that was started.
     */
    static List<String> inOwnSession(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (Programs.find("setsid").isPresent()) {
            whole.add("setsid");
        } else if (Programs.find("perl").isPresent()) {
            whole.addAll(List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV or die $!", "--"));
        }
        whole.addAll(command);
        return whole;
    }

    /**
     * Asks the process to end and waits for it.
     *
     * @return true when it is gone
     */
    static boolean terminate(ProcessIdentity process, Duration patience) {
        Optional<ProcessHandle> handle = process.handle();
        if (handle.isEmpty()) {
            return true;
        }
        handle.get().destroy();
        return awaitEnd(process, patience);
    }

    /** Waits until the process is gone; false when it still lives after that time. */
    static boolean awaitEnd(ProcessIdentity process, Duration patience) {
        Optional<ProcessHandle> handle = process.handle();
        if (handle.isEmpty()) {
            return true;
        }
        try {
            handle.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new PartException("Could not wait for the end of " + process, e);
        }
    }
}
