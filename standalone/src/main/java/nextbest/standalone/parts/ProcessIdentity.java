package nextbest.standalone.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process and no other: its id together with its birth, because ids are used again.
 *
 * @param pid the operating system's process id
 * @param birth on Linux the id of the boot and the kernel's start tick (neither moves when the wall
 *     clock is set); elsewhere the start time that the operating system reports, in milliseconds since 1970
 */
record ProcessIdentity(long pid, String birth) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /** This JVM. */
    static ProcessIdentity self() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElseThrow(() -> new PartException("Could not read the start time of this process, " + pid));
    }

    /** The living process with this id, if there is one; a process that has ended but was not yet reaped is dead. */
    static Optional<ProcessIdentity> of(long pid) {
        if (pid <= 0) {
            return Optional.empty();
        }
        if (Files.isReadable(BOOT)) {
            return linuxBirth(pid).map(birth -> new ProcessIdentity(pid, birth));
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> new ProcessIdentity(pid, Long.toString(start.toEpochMilli())));
    }

    /** True while exactly this process lives, not merely one with the same id. */
    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** The handle to wait for or end this process; empty when it is gone or its id has a new owner. */
    Optional<ProcessHandle> handle() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        // Asked after the handle was taken: an id that changed hands in between shows here.
        return isAlive() ? handle : Optional.empty();
    }

    private static Optional<String> linuxBirth(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The second field is the program's name in parentheses and may hold anything: count after the last ')'.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[0].equals("Z") || fields[0].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(BOOT).strip() + ":" + fields[19]);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
