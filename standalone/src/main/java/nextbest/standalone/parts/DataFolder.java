package nextbest.standalone.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/**
 * The one folder in which a standalone instance keeps everything, claimed by one process at a time.
 *
 * <p>The claim is a lock of the operating system on {@code <folder>/lock}: it ends with the process,
 * however that ends, so a claim is never stale. The file's text names the holder for messages only.
 */
public final class DataFolder implements AutoCloseable {

    /**
     * What this JVM holds. Asked before any file is opened: on POSIX systems closing a second descriptor
     * of a locked file gives the process's lock away.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Where an instance lives when nothing else was said: the environment's {@code NEXTBEST_DATA}, or
     * {@code data} in the folder of the launcher.
     */
    public static Path standard() {
        String chosen = System.getenv("NEXTBEST_DATA");
        return chosen != null && !chosen.isBlank()
                ? Path.of(chosen).toAbsolutePath().normalize()
                : Path.of(System.getProperty("nextbest.home", ""))
                        .toAbsolutePath()
                        .resolve("data");
    }

    /**
     * Claims a folder, and makes it if it is not there (readable by its owner only).
     *
     * @throws PartException when another process holds it, naming that process, or when it cannot be written
     */
    public static DataFolder claim(Path folder) {
        Path path = made(folder);
        if (!HELD_HERE.add(path)) {
            throw inUse(path, ProcessIdentity.self().toString());
        }
        FileChannel channel = null;
        try {
            Path file = path.resolve("lock");
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, holder(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(DurableFile.JSON.writeValueAsBytes(ProcessIdentity.self())));
            return new DataFolder(path, channel, lock);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            HELD_HERE.remove(path);
            throw e instanceof PartException known ? known : cannotWrite(path, e);
        }
    }

    /** True when some process, this one included, holds a claim on the folder. */
    public static boolean isClaimed(Path folder) {
        Path file = folder.toAbsolutePath().normalize().resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try {
            if (HELD_HERE.contains(file.toRealPath().getParent())) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock == null;
            }
        } catch (IOException e) {
            throw new PartException("Could not look at " + file, e);
        }
    }

    /** The folder, absolute and without links. */
    public Path path() {
        return path;
    }

    /** A folder inside this one, made if it is not there. */
    Path room(String name) {
        Path room = path.resolve(name);
        try {
            if (!Files.isDirectory(room)) {
                Files.createDirectory(
                        room, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new PartException("Could not make the folder " + room, e);
        }
        return room;
    }

    /** Gives the folder free for another process. What still runs on it is then that process's orphan. */
    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
            HELD_HERE.remove(path);
        } catch (IOException e) {
            throw new PartException("Could not release " + path.resolve("lock"), e);
        }
    }

    private static Path made(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return path.toRealPath();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static PartException cannotWrite(Path path, Exception reason) {
        return new PartException(
                "Could not claim the data folder " + path
                        + ". It must be a folder that this user can write; choose another one with --data.",
                reason);
    }

    private static PartException inUse(Path path, String holder) {
        return new PartException("The data folder " + path + " is in use by " + holder
                + ". Talk to that instance, stop it (Ctrl-C), or choose another folder with --data.");
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return "another process that is just starting";
        }
        try {
            return DurableFile.JSON.readValue(text, ProcessIdentity.class).toString();
        } catch (JacksonException e) {
            return "another process, of which the file does not say which";
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyFailing) {
                // The reason why the claim failed is on its way to the caller.
            }
        }
    }
}
