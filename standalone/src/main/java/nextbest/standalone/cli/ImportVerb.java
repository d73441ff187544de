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
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import nextbest.deal.StageKind;
import nextbest.identity.TenantId;
import nextbest.imports.ImportOptions;
import nextbest.imports.ImportPlan;
import nextbest.imports.ImportReport;
import nextbest.imports.Imports;
import nextbest.imports.StagePlan;
import nextbest.imports.UnreadableFile;
import nextbest.standalone.House;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
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
    /** The API gives events to the organisation of the token. */
    private static final TenantId NOBODY = new TenantId(new UUID(0, 0));
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
            converter = Day.class,
            description = "What was known at the end of this day, which must have come; the business clock of a new"
                    + " installation starts there (default: the last day in old data, otherwise now).")
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
            converter = Encoding.class,
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
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Path> unreadable =
                files.stream().filter(file -> !Files.isReadable(file)).toList();
        if (!unreadable.isEmpty()) {
            unreadable.forEach(file -> err.println("nextbest import: there is no readable file " + file));
            return 1;
        }
        try {
            if (suggest) {
                for (Path file : files) {
                    out.println(Imports.suggest(file, options(asOfOr(now()), now(), List.of())));
                }
                return 0;
            }
            return Files.exists(data.folder().resolve("business-time")) ? intoInstallation(out, err) : first(out, err);
        } catch (UnreadableFile e) {
            err.println("nextbest import: nothing was imported, because");
            e.problems().forEach(problem -> err.println("  " + problem.sentence()));
            return 1;
        }
    }

    /** The first import of a data folder decides where its clock starts. */
    private int first(PrintWriter out, PrintWriter err) throws IOException, UnreadableFile {
        Instant now = now();
        refuseFuture(now, "To try a day that has not come, start ./nextbest up --clock " + asOf + ",1 first");
        Checked checked = checked(now, List.of(), out);
        if (checked.isEmpty()) {
            return 1;
        }
        checked.day()
                .ifPresent(day ->
                        out.println("The business clock of this new installation starts at the end of " + day + "."));
        try (Connection connection =
                Connection.open(data.folder(), "import", checked.day().map(ImportVerb::clockAt), err)) {
            return carryOut(connection, checked, checked.plan().stagePlan().stages(), out);
        }
    }

    /** An installation has its clock, and stages that files may name. */
    private int intoInstallation(PrintWriter out, PrintWriter err) throws IOException, UnreadableFile {
        try (Connection connection = Connection.open(data.folder(), "import", err)) {
            Instant now = Instant.parse(
                    connection.api().get("/api/v1/clock").path("now").asString());
            refuseFuture(
                    now, "To move on to that day, stop the running instance and start it with --clock " + asOf + ",1");
            List<StagePlan.Stage> known = new ArrayList<>();
            Set<String> taken = new HashSet<>();
            for (JsonNode stage : connection.api().get("/api/v1/stages").path("stages")) {
                known.add(StagePlan.Stage.known(
                        stage.path("label").asString(),
                        StageKind.valueOf(stage.path("kind").asString()),
                        stage.path("position").asInt()));
                taken.add(stage.path("key").asString().toLowerCase(Locale.ROOT));
                taken.add(stage.path("label").asString().strip().toLowerCase(Locale.ROOT));
            }
            // by real time, as at the first import: the same files are then told as of the same moment
            Checked checked = checked(now(), known, out);
            if (checked.isEmpty()) {
                return 1;
            }
            checked.day()
                    .filter(day -> day.isAfter(dayOf(now)))
                    .ifPresent(day -> err.println("The business clock stands at " + now + ", before " + day
                            + ": what happened later will be refused. Stop the running instance and start it with"
                            + " --clock " + day + ",1"));
            List<StagePlan.Stage> fresh = checked.plan().stagePlan().stages().stream()
                    .filter(stage -> !taken.contains(stage.label().strip().toLowerCase(Locale.ROOT)))
                    .toList();
            return carryOut(connection, checked, fresh, out);
        }
    }

    private void refuseFuture(Instant now, String wayOut) {
        if (asOf != null && asOf.isAfter(dayOf(now))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--as-of: saw " + asOf + ", allowed is a day until " + dayOf(now)
                            + ", because nothing is known of later ones. Leave --as-of out for data of today. " + wayOut
                            + ".");
        }
    }

    /**
     * Files that were looked at.
     *
     * @param day as of which they speak, if that is not now
     */
    private record Checked(ImportPlan plan, Optional<LocalDate> day) {
        boolean isEmpty() throws IOException {
            return plan.events(NOBODY, event -> {}) == 0;
        }
    }

    private Checked checked(Instant now, List<StagePlan.Stage> known, PrintWriter out)
            throws IOException, UnreadableFile {
        ImportPlan plan = Imports.recognise(files, options(asOfOr(now), now, known));
        Optional<LocalDate> old = plan.report()
                .suggestedAsOf()
                .filter(day -> asOf == null
                        && Duration.between(
                                                day.atStartOfDay(ZoneOffset.UTC),
                                                dayOf(now).atStartOfDay(ZoneOffset.UTC))
                                        .compareTo(OLD)
                                > 0);
        if (old.isPresent()) {
            out.println("The data end on " + old.get() + ": taken as of that day (--as-of chooses another day).");
            plan = Imports.recognise(files, options(old.get(), now, known));
        }
        out.println(plan.report().text());
        return new Checked(plan, Optional.ofNullable(asOf).or(() -> old));
    }

    private int carryOut(Connection connection, Checked checked, List<StagePlan.Stage> stages, PrintWriter out)
            throws IOException {
        ImportPlan plan = checked.plan();
        int refused = store(connection, plan, stages, out);
        if (!noWait) {
            waitForDecisions(connection, plan.report(), out);
        }
        return refused == 0 && plan.report().problemCount() == 0 ? 0 : 1;
    }

    private static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** Real time; an installation whose clock stands elsewhere is asked. */
    private static Instant now() {
        return InstantSource.system().instant();
    }

    private LocalDate asOfOr(Instant now) {
        return asOf == null ? dayOf(now) : asOf;
    }

    private ImportOptions options(LocalDate day, Instant now, List<StagePlan.Stage> known) {
        // today is not over yet: what happens at its end would be refused as the future
        ImportOptions asOfDay = day.isBefore(dayOf(now)) ? ImportOptions.asOf(day) : ImportOptions.asOf(now);
        ImportOptions options = asOfDay.withMappings(mappings)
                .withDrop(Set.copyOf(drop))
                .withKeep(Set.copyOf(keep))
                .withStages(known);
        if (encoding != null) {
            options = options.withEncoding(encoding);
        }
        try {
            if (dateFormat != null) {
                options = options.withDateFormat(dateFormat);
            }
            return currency == null ? options : options.withCurrency(currency.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Reads {@code 2017-12-31}. */
    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "saw '" + text + "', allowed is a day of the calendar as year-month-day, such as 2017-12-31");
            }
        }
    }

    /** Reads the name of an encoding. */
    static final class Encoding implements ITypeConverter<Charset> {
        @Override
        public Charset convert(String text) {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("saw '" + text
                        + "', allowed is the name of an encoding, such as UTF-8, UTF-16, windows-1252, windows-1250,"
                        + " windows-1251, Shift_JIS, GB18030, Big5 or EUC-KR");
            }
        }
    }

    private static House.ClockChoice clockAt(LocalDate day) {
        return new House.ClockChoice(day.atTime(23, 59, 59).toInstant(ZoneOffset.UTC), 1);
    }

    private static int store(Connection connection, ImportPlan plan, List<StagePlan.Stage> stages, PrintWriter out)
            throws IOException {
        if (!stages.isEmpty()) {
            connection
                    .api()
                    .put(
                            "/api/v1/stages",
                            Map.of(
                                    "stages",
                                    stages.stream().map(ImportVerb::stage).toList()));
        }
        EventSender sender = new EventSender(connection.api(), out);
        plan.events(NOBODY, sender::add);
        sender.finish();
        JsonNode names = connection.api().post("/api/v1/entities/look", Map.of());
        if (names.path("merged").asInt() + names.path("waiting").asInt() > 0) {
            out.println("names: " + names.path("merged").asInt() + " merged because only case, blanks or signs differ, "
                    + names.path("waiting").asInt() + " wait for an answer: ./nextbest names");
        }
        return sender.refused();
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
}
