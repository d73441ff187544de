package nextbest.standalone.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The loopback ports of an instance: chosen once, recorded in {@code ports.json}, used again at the
 * next start, so that links and bookmarks stay valid.
 *
 * <p>Free ports are chosen from 20000 to 29999, below the range from which operating systems take
 * the ports of outgoing connections: a recorded port is then not taken by chance.
 */
public final class Ports {

    private static final String FILE = "ports.json";
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    /** Parts start side by side and share the file; other processes are kept out by the folder's claim. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path file;
    private final Map<String, Integer> chosen;

    private Ports(Path file, Map<String, Integer> chosen) {
        this.file = file;
        this.chosen = chosen;
    }

    /** The ports recorded in a data folder, none at first. */
    public static Ports of(DataFolder data) {
        return new Ports(data.path().resolve(FILE), recordedIn(data.path()));
    }

    /** What a folder's last start recorded, by purpose; for a look without a claim. */
    static Map<String, Integer> recordedIn(Path folder) {
        return new TreeMap<>(DurableFile.readJson(folder.resolve(FILE), Recorded.class)
                .orElse(new Recorded(Map.of()))
                .ports());
    }

    /**
     * The port for one purpose, recorded from now on.
     *
     * @param purpose what listens there, for example {@code postgres}
     * @param wanted 1 to 65535 to have that port, or 0 for the recorded one or else a free one
     * @throws PartException when the wanted or recorded port is taken by another process
     */
    public int port(String purpose, int wanted) {
        synchronized (ONE_AT_A_TIME) {
            return choose(purpose, wanted);
        }
    }

    private int choose(String purpose, int wanted) {
        if (wanted < 0 || wanted > 65_535) {
            throw new PartException(
                    "The port for " + purpose + " must be 1 to 65535, or 0 for any free one, but is " + wanted + ".");
        }
        lookAgain();
        Integer recorded = chosen.get(purpose);
        int port = wanted != 0 ? wanted : recorded != null ? recorded : anyFree(purpose);
        if (!isFree(port)) {
            throw new PartException("Port " + port + " on 127.0.0.1, "
                    + (wanted != 0 ? "which was asked for " : "which " + file + " records for ") + purpose
                    + ", is taken by another process. Stop that process, or choose another port"
                    + (wanted != 0 ? "." : " (removing the line from the file lets nextbest choose)."));
        }
        record(purpose, port);
        return port;
    }

    /** The port of an earlier start for one purpose. */
    Optional<Integer> recorded(String purpose) {
        synchronized (ONE_AT_A_TIME) {
            lookAgain();
            return Optional.ofNullable(chosen.get(purpose));
        }
    }

    /** Notes a port that is already in use by our own part, for example one that was adopted. */
    void record(String purpose, int port) {
        synchronized (ONE_AT_A_TIME) {
            lookAgain();
            Integer before = chosen.put(purpose, port);
            if (before == null || before != port) {
                DurableFile.writeJson(file, new Recorded(chosen));
            }
        }
    }

    private void lookAgain() {
        chosen.clear();
        chosen.putAll(recordedIn(file.getParent()));
    }

    /** True when nothing listens on this loopback port at the moment. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do it: a port whose last connections are still fading is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private int anyFree(String purpose) {
        // Spread by folder and purpose: two instances on one machine rarely try the same port.
        int start = Math.floorMod((file + purpose).hashCode(), COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (!chosen.containsValue(port) && isFree(port)) {
                return port;
            }
        }
        throw new PartException("No free port between " + FIRST + " and " + (FIRST + COUNT - 1) + " on 127.0.0.1 for "
                + purpose + ". Choose one by hand.");
    }

    /** The file's form. */
    record Recorded(Map<String, Integer> ports) {}
}
