package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send too much, too slowly, or all at once; the others are served meanwhile. */
class HostileClientsTest {
    private static final long GIGABYTE = 1_000_000_000L;
    /** More than a servlet container has threads of its own by default (200). */
    private static final int SLOW_CLIENTS = 300;

    private static RunningApi api;
    private static Desk desk;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        desk = new Desk(api, "hostile");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Socket connect() throws IOException {
        URI address = URI.create(api.address());
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String path, String length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + desk.integration
                + "\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n";
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int one = socket.getInputStream().read();
                one >= 0 && one != '\r';
                one = socket.getInputStream().read()) {
            line.append((char) one);
        }
        return line.toString();
    }

    @Test
    void anAnnouncedGigabyteIsRefusedBeforeItIsSent() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(head("/api/v1/events", "Content-Length: " + GIGABYTE).getBytes(StandardCharsets.UTF_8));
            assertThat(statusLine(socket)).contains("413");
        }
    }

    @Test
    void aGigabyteOfUnknownLengthIsRefusedAfterAFewMegabytes() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        long sent = 0;
        String answer = "";
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("/api/v1/events", "Transfer-Encoding: chunked").getBytes(StandardCharsets.UTF_8));
            try {
                while (sent < GIGABYTE && socket.getInputStream().available() == 0) {
                    out.write(chunk);
                    sent += 0x10000;
                }
                answer = statusLine(socket);
            } catch (SocketException e) {
                answer = "closed";
            }
        }
        assertThat(answer).matches(".*413.*|closed");
        // 5 MB are allowed, 2 MB are swallowed, and the rest is in the buffers of two sockets
        assertThat(sent).isLessThan(50_000_000);
        assertThat(served()).isEqualTo(200);
    }

    @Test
    void clientsThatSendTheirBodiesByteByByteKeepNobodyElseWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                Socket socket = connect();
                socket.getOutputStream()
                        .write(head(i % 2 == 0 ? "/api/v1/events" : "/login", "Content-Length: 1000")
                                .getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write('{');
                socket.getOutputStream().flush();
                slow.add(socket);
            }
            assertThat(served()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aStormOfEventsIsTakenOrTurnedAwayAndEachEventIsStoredOnce() throws Exception {
        Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(32)) {
            List<Callable<Void>> storm = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                // each event comes twice, as senders do that are not sure
                int event = i / 2;
                storm.add(() -> {
                    RunningApi.Answer answer = api.post("/api/v1/events")
                            .as(desk.integration)
                            .json("""
                                    {"events": [{"source": "storm", "id": "%1$d", "type": "signal",
                                      "subject": {"kind": "deal", "source": "crm", "id": "D1"},
                                      "occurredAt": "2026-03-01T09:00:00Z", "data": {"signal": "pricing-discussed"}}]}
                                    """.formatted(event))
                            .send();
                    answers.merge(answer.status(), 1, Integer::sum);
                    return null;
                });
            }
            for (var done : senders.invokeAll(storm)) {
                done.get();
            }
        }
        assertThat(new TreeMap<>(answers).keySet()).isSubsetOf(200, 429);
        int stored = api.part(nextbest.store.Store.class)
                .database()
                .inTenant(
                        desk.tenant.id(),
                        transaction -> transaction
                                .fetchSingle("select count(*) from inbox where source = 'storm'")
                                .get(0, Integer.class));
        assertThat(stored).isEqualTo(500);
        assertThat(served()).isEqualTo(200);
    }

    private static int served() {
        return api.get("/api/v1/me").as(desk.rita).send().status();
    }
}
