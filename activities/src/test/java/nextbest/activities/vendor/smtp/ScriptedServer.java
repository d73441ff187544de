package nextbest.activities.vendor.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that says yes to everything but what a test gives another reply for, and writes down what it hears. */
final class ScriptedServer implements AutoCloseable {
    /** Instead of a reply: cut the connection. */
    static final String CUT = "CUT";
    /** Instead of a reply: say nothing. */
    static final String SILENCE = "SILENCE";

    private final ServerSocket socket;
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedServer() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    /** @param command first word of a command; {@code CONNECT} for the greeting, {@code .} for the end of the data */
    ScriptedServer on(String command, String reply) {
        replies.put(command, reply);
        return this;
    }

    int port() {
        return socket.getLocalPort();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                heard.add("END " + e.getMessage());
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        if (!reply(out, "CONNECT", "220 ready")) {
            return;
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            if ("DATA".equals(command)) {
                if (!reply(out, command, "354 go on")) {
                    return;
                }
                if (replies.getOrDefault("DATA", "354").startsWith("354")) {
                    for (String data = in.readLine(); data != null && !".".equals(data); data = in.readLine()) {
                        heard.add(data);
                    }
                    if (!reply(out, ".", "250 taken")) {
                        return;
                    }
                }
            } else if (!reply(out, command, "QUIT".equals(command) ? "221 bye" : "250 ok")) {
                return;
            }
        }
    }

    private boolean reply(OutputStream out, String command, String usual) throws IOException {
        String reply = replies.getOrDefault(command, usual);
        if (CUT.equals(reply)) {
            return false;
        }
        if (!SILENCE.equals(reply)) {
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
