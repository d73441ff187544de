package nextbest.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Clocks of single programs that can be set wrong, by libfaketime where it is installed (package {@code libfaketime}). */
final class JumpingClocks {
    private final Path folder;
    private final Optional<Path> library;
    private final Map<String, Path> offsets = new HashMap<>();

    private JumpingClocks(Path folder, Optional<Path> library) {
        this.folder = folder;
        this.library = library;
    }

    static JumpingClocks in(Path folder) throws IOException {
        Path installed = Path.of("/usr/lib");
        try (Stream<Path> files =
                Files.find(installed, 4, (file, any) -> file.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return new JumpingClocks(folder, files.findFirst());
        }
    }

    boolean canJump() {
        return library.isPresent();
    }

    /** What a program is started with; waiting times are not touched, as when a person or a time server sets the clock. */
    Map<String, String> environment(String program) throws IOException {
        if (library.isEmpty()) {
            return Map.of();
        }
        Path offset = offsets.computeIfAbsent(program, name -> folder.resolve(name + ".clock"));
        Files.writeString(offset, "+0\n");
        return Map.of(
                "LD_PRELOAD",
                library.get().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DISABLE_SHM",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }

    void jump(String program, int seconds) throws IOException {
        Files.writeString(offsets.get(program), "%+d%n".formatted(seconds));
    }

    /** All clocks are right again. */
    void right() throws IOException {
        for (Path offset : offsets.values()) {
            Files.writeString(offset, "+0\n");
        }
    }
}
