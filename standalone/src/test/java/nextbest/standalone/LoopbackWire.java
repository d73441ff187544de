package nextbest.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire on loopback between a client and a server that can be cut, slow, or dead at one end. */
final class LoopbackWire implements AutoCloseable {
    /** How the wire is. */
    enum Condition {
        SOUND,
        /** What is open is reset, and nothing new is accepted for long enough to be noticed. */
        CUT,
        /** Each piece of data takes its time. */
        SLOW,
        /** What the client sends arrives; what the server answers does not, and nothing is closed. */
        HALF_OPEN
    }

    private static final int DELAY_MILLIS = 400;

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Condition condition = Condition.SOUND;

    LoopbackWire(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void become(Condition next) {
        condition = next;
        if (next == Condition.CUT || next == Condition.SOUND) {
            // after a half-open time the old connections stay dead: as with a router that forgot them
            open.forEach(LoopbackWire::reset);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (condition == Condition.CUT) {
                    reset(client);
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> carry(client, server, false));
                Thread.ofVirtual().start(() -> carry(server, client, true));
            } catch (IOException e) {
                // the door was closed, or the client was faster: who wants something comes again
            }
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] piece = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (condition == Condition.SLOW) {
                    Thread.sleep(DELAY_MILLIS);
                }
                if (!(answers && condition == Condition.HALF_OPEN)) {
                    out.write(piece, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // one end went away, and with it the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // RST instead of FIN
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(LoopbackWire::reset);
    }
}
