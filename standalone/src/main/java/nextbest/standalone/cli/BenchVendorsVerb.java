package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nextbest.standalone.House;
import nextbest.standalone.OperatorToken;
import nextbest.vendors.webhook.Signatures;
import nextbest.workflows.subjectloop.LoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./nextbest bench vendors}: how fast calls of a vendor are stored, answered and brought to the deals' workflows. */
@Command(
        name = "vendors",
        mixinStandardHelpOptions = true,
        header = "Measure how calls of a vendor are stored, answered and brought to the deals' workflows.",
        description = {
            "",
            "Starts a house of its own in a temporary folder, connects the simulated system with many deals, and calls as it",
            "would: signed, over HTTP. Whoever looks at a deal there finds it changed, so that every call is news. Prints",
            "'name value' lines in milliseconds; '.within' says whether the target was met: answered <= 50 ms (99th",
            "percentile) at 200/s, in the deal's workflow <= 1 s (95th) at 10/s, a burst of 12000 drained <= 300 s. '.ratio'",
            "is the time of an answer beside that of a call at a wrong address, which is refused without being stored.",
            ""
        })
final class BenchVendorsVerb implements Callable<Integer> {
    private static final String SOURCE = "simulated";
    private static final String SECRET = "bench-secret";
    private static final int PER_SECOND = 200;
    private static final int SLOWLY = 10;
    private static final int AT_ONCE = 64;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--deals",
            paramLabel = "N",
            defaultValue = "300",
            description = "Deals there (default: ${DEFAULT-VALUE}).")
    private int deals;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long it calls 200 times a second (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "12000",
            description = "Calls as fast as they are taken (default: ${DEFAULT-VALUE}).")
    private int burst;

    private final AtomicInteger numbers = new AtomicInteger();
    private PrintWriter out;
    private House house;
    private URI hook;
    private List<String> ids = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (deals < SLOWLY || seconds < 1 || burst < 1) {
            err.println("nextbest bench vendors: expected at least " + SLOWLY + " deals, a second and a call, but saw "
                    + deals + ", " + seconds + " and " + burst);
            return 2;
        }
        Path folder = Files.createTempDirectory("nextbest-bench");
        load("before");
        try (House started = House.start(
                new House.Plan(
                        "bench",
                        folder.resolve("house"),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        new LoopSettings(Duration.ofMinutes(10), Duration.ofDays(365))),
                line -> err.println("  " + line))) {
            house = started;
            connect(new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(folder.resolve("house"))));
            answers();
            workflows();
            burst();
        } finally {
            BenchVerb.remove(folder);
        }
        load("after");
        return 0;
    }

    private void connect(HttpApi api) throws InterruptedException {
        long begin = System.nanoTime();
        var connected = api.put(
                "/api/v1/connections/" + SOURCE,
                Map.of(
                        "vendor",
                        "simulated",
                        "reads",
                        true,
                        "settings",
                        List.of(
                                setting("deals", Integer.toString(deals)),
                                setting("finish-after-minutes", "never"),
                                setting("restless", "yes"),
                                setting("webhook-secret", SECRET)),
                        "stages",
                        List.of(
                                stage("discovery"),
                                stage("proposal"),
                                stage("negotiation"),
                                stage("won"),
                                stage("lost"))));
        String path = URI.create(connected.path("webhook").asString()).getPath();
        hook = URI.create(house.addresses().get("api")).resolve(path);
        await("the first reading", () -> dealIds().size() == deals && waiting() == 0);
        ids = dealIds();
        line("load.deals", deals);
        line("load.seconds", BenchVerb.seconds(begin));
    }

    private static Map<String, String> setting(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private static Map<String, String> stage(String key) {
        return Map.of("theirs", key, "ours", key);
    }

    // ---------------------------------------------------------------------------------------------- what is measured

    private void answers() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            knock(hook, 204);
        }
        URI wrong = URI.create(hook.toString().substring(0, hook.toString().length() - 4) + "none");
        double[] refused = atRate(PER_SECOND, Math.max(1, seconds / 6), i -> knock(wrong, 404));
        double[] taken = atRate(PER_SECOND, seconds, i -> knock(hook, 204));
        print("answer", taken, 0.99, 50);
        print("refusal", refused, 0.99, 50);
        line("answer.ratio", BenchCosts.quantile(taken, 0.99) / BenchCosts.quantile(refused, 0.99));
        long begin = System.nanoTime();
        await("what was told", () -> waiting() == 0);
        line("answer.drained-after.seconds", BenchVerb.seconds(begin));
    }

    /** From sending the call to the moment at which the deal's workflow had been told. */
    private void workflows() throws InterruptedException {
        int calls = Math.min(ids.size(), SLOWLY * 30);
        Instant[] sent = new Instant[calls];
        double[] unused = atRate(SLOWLY, calls / SLOWLY, i -> {
            sent[i] = house.store().time().realNow();
            return knock(hook, 204, ids.get(i));
        });
        assert unused.length > 0;
        await("what was told", () -> waiting() == 0);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < calls / SLOWLY * SLOWLY; i++) {
            told(ids.get(i), sent[i]).ifPresent(millis::add);
        }
        double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
        line("workflow.lost", calls / SLOWLY * SLOWLY - all.length);
        print("workflow", all, 0.95, 1_000);
    }

    private Optional<Double> told(String deal, Instant sent) {
        return house.store()
                .database()
                .inTenant(
                        house.tenant().id(),
                        database -> database
                                .fetch(
                                        "select real_signalled_at from inbox where source = ? and event_id like ? and real_received_at >= ?"
                                                + " and real_signalled_at is not null order by real_received_at limit 1",
                                        SOURCE,
                                        "deal:" + deal + ":%",
                                        java.sql.Timestamp.from(sent))
                                .stream()
                                .findFirst()
                                .map(row -> Duration.between(sent, row.get(0, Instant.class))
                                                .toNanos()
                                        / 1e6));
    }

    private void burst() throws InterruptedException {
        long events = events();
        Semaphore room = new Semaphore(AT_ONCE);
        long begin = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < burst; i++) {
                room.acquire();
                var task = callers.submit(() -> {
                    try {
                        var status = knock(hook, 204);
                        assert status == 204;
                    } finally {
                        room.release();
                    }
                });
                assert task != null;
            }
        }
        line("burst.calls", burst);
        line("burst.sent.seconds", BenchVerb.seconds(begin));
        await("the burst", () -> waiting() == 0);
        double took = BenchVerb.seconds(begin);
        line("burst.drained.seconds", took);
        within("burst.drained.seconds", took, 300);
        line("burst.events", (double) (events() - events));
        line("burst.calls-per-event", burst / Math.max(1.0, (double) (events() - events)));
    }

    // ---------------------------------------------------------------------------------------------- calling

    private int knock(URI where, int expected) {
        return knock(where, expected, ids.get(Math.floorMod(numbers.get() * 7, ids.size())));
    }

    /** A call that was never made before: the same body would be known. */
    private int knock(URI where, int expected, String deal) {
        byte[] body = ("{\"deals\": [\"" + deal + "\"], \"number\": " + numbers.incrementAndGet() + "}")
                .getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(where)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header(
                        "X-Simulated-Signature",
                        HexFormat.of().formatHex(Signatures.mac(Signatures.Algorithm.HMAC_SHA256, SECRET, body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != expected) {
                throw new IllegalStateException("a call was answered with " + status + " instead of " + expected);
            }
            return status;
        } catch (IOException e) {
            throw new IllegalStateException("a call was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling", e);
        }
    }

    private interface Visit {
        int at(int i);
    }

    /** Milliseconds from the moment at which each was due, so that a queue in front of the server counts. */
    private static double[] atRate(int perSecond, int seconds, Visit visit) throws InterruptedException {
        double[] millis = new double[perSecond * seconds];
        long begin = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < millis.length; i++) {
                int which = i;
                long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                var task = callers.submit(() -> {
                    var status = visit.at(which);
                    assert status > 0;
                    millis[which] = (System.nanoTime() - due) / 1e6;
                });
                assert task != null;
            }
        }
        for (double one : millis) {
            if (one == 0) {
                throw new IllegalStateException("a call got no answer; the log of this run says why");
            }
        }
        return millis;
    }

    // ---------------------------------------------------------------------------------------------- looking

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        long until = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(what + " was not worked through within " + LONGEST);
            }
            Thread.sleep(200);
        }
    }

    private List<String> dealIds() {
        return house.store()
                .database()
                .inTenant(
                        house.tenant().id(),
                        database -> database.fetch(
                                        "select external_id from external_ref where tenant = ? and source = ? and type = 'deal' order by 1",
                                        tenant(),
                                        SOURCE)
                                .getValues(0, String.class));
    }

    private UUID tenant() {
        return house.tenant().id().value();
    }

    /** Calls that nobody has worked through, and news of which no workflow was told. */
    private long waiting() {
        return house.store()
                .database()
                .inTenant(
                        house.tenant().id(),
                        database -> database.fetchSingle(
                                        "select (select count(*) from vendor_call where tenant = ? and real_done_at is null)"
                                                + " + (select count(*) from inbox where tenant = ? and real_signalled_at is null)",
                                        tenant(),
                                        tenant())
                                .get(0, Long.class));
    }

    private long events() {
        return house.store()
                .database()
                .inTenant(
                        house.tenant().id(),
                        database -> database.fetchSingle(
                                        "select count(*) from inbox where tenant = ? and source = ?", tenant(), SOURCE)
                                .get(0, Long.class));
    }

    // ---------------------------------------------------------------------------------------------- printing

    private void print(String name, double[] millis, double quantile, double target) {
        line(name + ".n", millis.length);
        line(name + ".ms.p50", BenchCosts.quantile(millis, 0.5));
        line(name + ".ms.p95", BenchCosts.quantile(millis, 0.95));
        line(name + ".ms.p99", BenchCosts.quantile(millis, 0.99));
        within(name + ".ms.p" + Math.round(quantile * 100), BenchCosts.quantile(millis, quantile), target);
    }

    private void within(String name, double value, double target) {
        out.println(name + ".within " + String.format(Locale.ROOT, "%.0f", target) + " "
                + (value <= target ? "yes" : "no"));
    }

    private void load(String when) {
        line(
                "machine.load." + when,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void line(String name, double value) {
        out.println(name + " " + String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value));
        out.flush();
    }
}
