package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.demo.Simulation;
import nextbest.demo.SimulationOptions;
import nextbest.demo.SimulationSummary;
import nextbest.identity.RepId;
import nextbest.standalone.House;
import nextbest.standalone.OperatorToken;
import nextbest.standalone.parts.DataFolder;
import nextbest.store.day.DayBook;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.Role;
import nextbest.workflows.subjectloop.LoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest demo}: the whole loop in three minutes. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the whole loop in a few minutes, with an organisation that we made up.",
            "Starts everything in a data folder of its own, with an organisation that we made up: history, open deals, reps,",
            "managers, products, notes, material. Simulated reps and buyers play at the public API while the business clock runs",
            "fast. After about three minutes the whole loop has been seen, and the report is printed.",
            "Then it stays up, so that you can look around, until Ctrl-C."
        })
final class DemoVerb implements Callable<Integer> {
    /** Any working Monday; the demo is about no year in particular. */
    private static final Duration RESULTS_OF = Duration.ofDays(120);

    private static final int MOST_RESULTS = 20;
    private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");

    /** Enough for deals to be won and windows to close, and slow enough for two busy cores. */
    private static final int DAYS = 25;

    /** A start that takes no longer than this is one of an idle laptop. */
    private static final Duration QUICK_START = Duration.ofSeconds(20);

    /** At most so much longer than asked for. */
    private static final double SLOWEST = 4;

    private static final String PRODUCT_MANAGER = "product.manager@example.com";

    /** Loading the organisation comes before the play. */
    private static final Duration LOADING = Duration.ofMinutes(1);

    /** A business day is a few seconds here: a review each day would leave reps no time to answer a card. */
    private static final LoopSettings PACE = new LoopSettings(Duration.ofMinutes(10), Duration.ofDays(7));

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "The data folder (default: 'demo-data' beside the standard one); what is in it is used again.")
    private Path folder;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another organisation, other people, other luck (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long the simulation takes on an idle machine (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--once", description = "Stop when the report is printed.")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path data = folder == null ? DataFolder.standard().resolveSibling("demo-data") : folder;
        SimulationOptions standard = SimulationOptions.standard();
        // a second demo goes on where the first one stopped, its clock included
        Optional<House.ClockChoice> clock = Files.exists(data.resolve("business-time"))
                ? Optional.empty()
                : Optional.of(new House.ClockChoice(START, 60));
        long began = System.nanoTime();
        House house = House.start(
                new House.Plan("demo", data, clock, 0, Optional.empty(), PACE), line -> out.println("  " + line));
        Duration play = playFor(Duration.ofNanos(System.nanoTime() - began), out);
        SimulationOptions options = new SimulationOptions(seed, standard.size(), DAYS, play.plus(LOADING));
        house.pace(options.rateFor(play));
        UpVerb.printAddresses(out, house);
        HttpApi api = new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(data));
        api.post("/api/v1/tenant/mode", Map.of("mode", "LIVE", "recipientDomains", List.of("example.com")));
        house.account("product", Role.PRODUCT_MANAGER, Optional.empty());
        api.post("/api/v1/report-readers", Map.of("person", "product", "address", PRODUCT_MANAGER));
        out.println(
                "The organisation is live: cards go to the mailbox of this machine, and every Monday morning the loop"
                        + " report to its product manager.");
        SimulationSummary summary = Simulation.run(
                URI.create(house.addresses().get("api")), OperatorToken.read(data), options, out::println);
        out.println();
        summary.lines().forEach(out::println);
        out.println();
        out.println(
                "The sums of the loop report (./nextbest report --data " + data + " has the lines of each action):");
        ReportVerb.printSums(
                out,
                new HttpApi(URI.create(house.addresses().get("api")), OperatorToken.read(data))
                        .get("/api/v1/reports/loop"));
        mailReport(api, out);
        if (once) {
            house.close();
            return 0;
        }
        house.pace(1);
        accounts(house, rep(house, api));
        askForApproval(api);
        out.println("It stays up for you to look around, with the clock at the pace of real time; Ctrl-C stops it.");
        out.println("  pages    " + house.addresses().get("api")
                + "   log-in 'operator', 'rep', 'manager', 'product', 'marketing' or 'management'; password "
                + house.password());
        out.println("  mails    " + house.addresses().get("api") + "/mailbox");
        out.println("  loops    " + house.addresses().get("temporal-ui"));
        new CountDownLatch(1).await();
        return 0;
    }

    /**
     * The loop must keep up with the clock, or cards are out of date before a rep sees them: where the start took long, the
     * machine is slow or busy, and the clock runs more slowly.
     */
    private Duration playFor(Duration start, PrintWriter out) {
        double stretch = Math.clamp((double) start.toMillis() / QUICK_START.toMillis(), 1, SLOWEST);
        Duration play = Duration.ofSeconds(Math.round(minutes * 60 * stretch));
        if (stretch > 1) {
            out.println(
                    "The start took " + start.toSeconds() + " s: this machine is slow or busy, so the clock runs more"
                            + " slowly and the demo takes about " + (play.toMinutes() + 1) + " minutes.");
        }
        return play;
    }

    /** What product management reads, as it is now: the mails of the Mondays before lie beside it. */
    private static void mailReport(HttpApi api, PrintWriter out) {
        JsonNode sent = api.post("/api/v1/report-mails", Map.of("person", "product"));
        out.println("The loop report for product management, with charts: "
                + sent.path("explanation").asString() + ".");
    }

    /** A log-in for each role, so that one can look around as everybody. */
    private static void accounts(House house, Optional<RepId> rep) {
        house.account("marketing", Role.MARKETING, Optional.empty());
        house.account("management", Role.TOP_MANAGEMENT, Optional.empty());
        if (rep.isEmpty()) {
            return;
        }
        house.account("rep", Role.REP, rep);
        SubjectDirectory directory = new SubjectDirectory(house.store().database());
        directory.reps(house.tenant().id()).stream()
                .filter(other -> !other.equals(rep.get())
                        && directory.teamOf(house.tenant().id(), other).contains(rep.get()))
                .findFirst()
                .ifPresent(manager -> house.account("manager", Role.MANAGER, Optional.of(manager)));
    }

    /** Of the reps who have an open deal, the one whose answers came to most: that day has most to show. */
    private static Optional<RepId> rep(House house, HttpApi api) {
        DayBook days = new DayBook(house.store().database());
        Instant since = house.store().time().now().minus(RESULTS_OF);
        Set<RepId> reps = new LinkedHashSet<>();
        for (JsonNode deal : api.get("/api/v1/subjects?kind=deal&status=OPEN").path("subjects")) {
            if (deal.path("rep").isString()) {
                reps.add(RepId.parse(deal.path("rep").asString()));
            }
        }
        return reps.stream()
                .max(Comparator.comparing(rep -> days.results(house.tenant().id(), Set.of(rep), since, MOST_RESULTS)
                        .size()));
    }

    /** Product management wants a rule changed: a manager finds it on the page of the team. */
    private static void askForApproval(HttpApi api) {
        if (!api.get("/api/v1/approvals").path("approvals").isEmpty()) {
            return;
        }
        String inForce = api.get("/api/v1/catalogue-releases").path("inForce").asString("");
        JsonNode files =
                api.get("/api/v1/catalogue-releases/" + HttpApi.encode(inForce)).path("files");
        String patterns = files.path(CatalogueReader.PATTERNS).asString("");
        String changed =
                patterns.replace("action: request-concession, score: 80", "action: request-concession, score: 60");
        if (!changed.equals(patterns)) {
            String draft = api.post("/api/v1/catalogue-releases", Map.of("patterns", changed))
                    .path("after")
                    .asString("");
            api.post(
                    "/api/v1/approvals",
                    Map.of("catalogue", draft, "note", "Concessions are proposed before value was argued."));
        }
    }
}
