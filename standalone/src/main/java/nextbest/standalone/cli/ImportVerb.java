package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import nextbest.imports.ImportOptions;
import nextbest.imports.ImportPlan;
import nextbest.imports.ImportReport;
import nextbest.imports.Imports;
import nextbest.imports.StagePlan;
import nextbest.imports.UnreadableFile;
import nextbest.standalone.House;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest import FILE…}: deals of an export become history, or get their loops. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Reads exports of a CRM and makes history and open deals of them.",
            "Recognised are its tables, a Salesforce report, a HubSpot export and a qualification table; files that are",
            "imported together may refer to each other. Other tables need a mapping file, which --suggest proposes.",
            "Bad rows are reported and do not stop the good ones; importing again changes nothing.",
            "Closed deals become history, open ones are decided in the background. Nothing leaves the house."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest import accounts.csv products.csv sales_pipeline.csv sales_teams.csv",
            "  ./nextbest import deals.csv --suggest > deals.mapping.yaml",
            "  ./nextbest import deals.csv --mapping deals.mapping.yaml --as-of 2017-12-31"
        })
final class ImportVerb implements Callable<Integer> {
    private static final int BATCH = 1_000;
    private static final int EXPLAINED = 20;
    /** Data that end longer ago than this are taken for old: then the business clock starts where they end. */
    private static final Duration OLD = Duration.ofDays(60);

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "How to read a table that is not recognised; may be repeated.")
    private List<Path> mappings = List.of();

    @Option(
            names = "--as-of",
            paramLabel = "DAY",
            description =
                    "What was known at the end of this day; sets the business clock there (default: the last day in old data, otherwise now).")
    private LocalDate asOf;

    @Option(names = "--suggest", description = "Print a mapping file for each table, and import nothing.")
    private boolean suggest;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "ISO 4217 code of amounts without one (default: USD).")
    private String currency;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "How the bytes of the files are read, such as windows-1252 (default: recognised).")
    private Charset encoding;

    @Option(
            names = "--date-format",
            paramLabel = "PATTERN",
            description = "How dates are written where the values leave it open: dd/MM/yyyy or MM/dd/yyyy.")
    private String dateFormat;

    @Option(
            names = "--drop",
            paramLabel = "COLUMN",
            split = ",",
            description = "A column to leave out, for example because it gives the outcome away.")
    private List<String> drop = List.of();

    @Option(
            names = "--keep",
            paramLabel = "COLUMN",
            split = ",",
            description = "A column to keep although it seems to give the outcome away.")
    private List<String> keep = List.of();

    @Option(
            names = "--no-wait",
            description = "Return when the rows are stored, without waiting for the open deals to be decided.")
    private boolean noWait;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException, UnreadableFile {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                err.println("nextbest import: there is no readable file " + file);
                return 1;
            }
        }
        if (suggest) {
            for (Path file : files) {
                out.println(Imports.suggest(file, options(asOfOr(today()))));
            }
            return 0;
        }
        ImportPlan plan = Imports.recognise(files, options(asOfOr(today())));
        Optional<LocalDate> old = plan.report()
                .suggestedAsOf()
                .filter(day -> asOf == null
                        && Duration.between(day.atStartOfDay(ZoneOffset.UTC), today().atStartOfDay(ZoneOffset.UTC))
                                        .compareTo(OLD)
                                > 0);
        if (old.isPresent()) {
            out.println("The data end on " + old.get() + ": taken as of that day (--as-of chooses another day).");
            plan = Imports.recognise(files, options(old.get()));
        }
        out.println(plan.report().text());
        if (plan.events(new nextbest.identity.TenantId(new java.util.UUID(0, 0)), event -> {}) == 0) {
            return 1;
        }
        Optional<LocalDate> day = Optional.ofNullable(asOf).or(() -> old);
        try (Connection connection = Connection.open(data.folder(), "import", firstClock(day, out), err)) {
            day.ifPresent(wanted -> checkClock(connection, wanted, err));
            int refused = store(connection, plan, out);
            if (!noWait) {
                waitForDecisions(connection, plan.report(), out);
            }
            return refused == 0 && plan.report().problemCount() == 0 ? 0 : 1;
        }
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    /** Real time; an installation whose clock stands elsewhere is asked before anything is sent. */
    private static Instant now() {
        return InstantSource.system().instant();
    }

    private LocalDate asOfOr(LocalDate day) {
        return asOf == null ? day : asOf;
    }

    private ImportOptions options(LocalDate day) {
        // today is not over yet: what happens at its end would be refused as the future
        ImportOptions asOfDay = day.isBefore(today()) ? ImportOptions.asOf(day) : ImportOptions.asOf(now());
        ImportOptions options =
                asOfDay.withMappings(mappings).withDrop(Set.copyOf(drop)).withKeep(Set.copyOf(keep));
        if (encoding != null) {
            options = options.withEncoding(encoding);
        }
        if (dateFormat != null) {
            options = options.withDateFormat(dateFormat);
        }
        return currency == null ? options : options.withCurrency(currency.toUpperCase(Locale.ROOT));
    }

    private static House.ClockChoice clockAt(LocalDate day) {
        return new House.ClockChoice(day.atTime(23, 59, 59).toInstant(ZoneOffset.UTC), 1);
    }

    /** Old data set the clock of an installation that has none yet; later ones do not turn it back. */
    private Optional<House.ClockChoice> firstClock(Optional<LocalDate> day, PrintWriter out) {
        if (day.isEmpty() || Files.exists(data.folder().resolve("business-time"))) {
            return Optional.empty();
        }
        out.println("The business clock of this new installation starts at the end of " + day.get() + ".");
        return day.map(ImportVerb::clockAt);
    }

    /** A running instance keeps its clock; if that stands elsewhere, say what follows. */
    private static void checkClock(Connection connection, LocalDate wanted, PrintWriter err) {
        Instant now =
                Instant.parse(connection.api().get("/api/v1/clock").path("now").asString());
        if (now.isBefore(wanted.atStartOfDay(ZoneOffset.UTC).toInstant())) {
            err.println("The running instance's business clock stands at " + now + ", before " + wanted
                    + ": what happened later will be refused. Stop it and start it with --clock " + wanted + ",1");
        }
    }

    private int store(Connection connection, ImportPlan plan, PrintWriter out) throws IOException {
        if (!plan.stagePlan().stages().isEmpty()) {
            connection
                    .api()
                    .put(
                            "/api/v1/stages",
                            Map.of(
                                    "stages",
                                    plan.stagePlan().stages().stream()
                                            .map(ImportVerb::stage)
                                            .toList()));
        }
        Sender sender = new Sender(connection.api(), out);
        plan.events(new nextbest.identity.TenantId(new java.util.UUID(0, 0)), sender::add);
        sender.finish();
        out.println("stored " + sender.accepted + " events, " + sender.duplicates + " were there already, "
                + sender.refused + " were refused");
        return sender.refused;
    }

    private static Map<String, Object> stage(StagePlan.Stage stage) {
        return Map.of("label", stage.label(), "kind", stage.kind().name(), "position", stage.position());
    }

    /** Shows how the open deals are decided, until all are or nothing moves for a minute. */
    private static void waitForDecisions(Connection connection, ImportReport report, PrintWriter out) {
        long open = report.deals().open();
        long last = -1;
        int still = 0;
        while (still < 60) {
            JsonNode decided = connection.api().get("/api/v1/reports/loop");
            long cards = decided.path("decisions").asLong();
            if (cards != last) {
                out.println("decided " + Math.min(cards, open) + " of " + open + " open deals");
                still = 0;
            }
            if (cards >= open) {
                return;
            }
            last = cards;
            still++;
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        out.println("The rest is decided in the background; ./nextbest report shows how far it is.");
    }

    /** Sends events in batches and counts what became of them. */
    private static final class Sender {
        private final HttpApi api;
        private final PrintWriter out;
        private final List<Map<String, Object>> waiting = new ArrayList<>(BATCH);
        private int accepted;
        private int duplicates;
        private int refused;
        private int explained;

        Sender(HttpApi api, PrintWriter out) {
            this.api = api;
            this.out = out;
        }

        void add(nextbest.event.EventEnvelope event) {
            Map<String, Object> json = new java.util.LinkedHashMap<>();
            json.put("source", event.source());
            json.put("id", event.id());
            json.put("type", event.type().wire());
            event.subject()
                    .ifPresent(subject -> json.put(
                            "subject",
                            Map.of("kind", subject.kind().wire(), "source", subject.source(), "id", subject.id())));
            json.put("occurredAt", event.occurredAt().toString());
            json.put("knownAt", event.knownAt().toString());
            json.put("correlationId", event.correlationId());
            json.put("data", event.data());
            if (waiting.size() == BATCH) {
                send("/api/v1/events?more=true");
            }
            waiting.add(json);
        }

        /** The last batch: the open deals are looked at from now on. */
        void finish() {
            if (!waiting.isEmpty()) {
                send("/api/v1/events");
            }
        }

        private void send(String path) {
            JsonNode answer = api.post(path, Map.of("events", waiting));
            accepted += answer.path("accepted").asInt();
            duplicates += answer.path("duplicates").asInt();
            refused += answer.path("refused").asInt();
            for (JsonNode item : answer.path("results")) {
                if (item.path("status").asString("").equalsIgnoreCase("refused")) {
                    explain(item);
                }
            }
            int total = accepted + duplicates + refused;
            if (total % (5 * BATCH) < BATCH) {
                out.println("sent " + total + " events");
            }
            waiting.clear();
        }

        /** The first refusals in full; the rest is counted. */
        private void explain(JsonNode item) {
            explained++;
            if (explained > EXPLAINED) {
                return;
            }
            for (JsonNode violation : item.path("violations")) {
                out.println("refused " + item.path("id").asString("") + ": "
                        + violation.path("field").asString("") + ": saw "
                        + violation.path("seen").asString("") + ", allowed is "
                        + violation.path("allowed").asString(""));
            }
        }
    }
}
