package nextbest.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk that can be filled to the last byte: a file system of its own, in memory, where this machine lets us mount one. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "3g";

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** Mounts it over a folder; where that is not allowed, the folder stays what it is and cannot be filled. */
    static SmallDisk at(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return new SmallDisk(
                folder, run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0755", "nextbest", folder));
    }

    boolean canBeFilled() {
        return mounted;
    }

    void fill() {
        byte[] piece = new byte[1 << 20];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(piece);
            }
        } catch (IOException full) {
            // that was the point
        }
        // the last piece did not fit whole; what is left goes byte by byte, so that no page is free
        try (OutputStream rest = Files.newOutputStream(folder.resolve("filler-2"))) {
            byte[] page = new byte[4_096];
            while (true) {
                rest.write(page);
            }
        } catch (IOException full) {
            // not a page is left
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
        Files.deleteIfExists(folder.resolve("filler-2"));
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            try {
                run("umount", "-l", folder);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean run(Object... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command).stream()
                                    .map(Object::toString)
                                    .toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command here
        }
    }
}
