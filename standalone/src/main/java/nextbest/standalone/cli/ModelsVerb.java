package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest models}: what was learned, what decides now, and why. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the versions of the model: which one decides, and why each was promoted or not.",
            "With a number: the report of that version. --off and --on are the switch: off, rule scores alone decide."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest models 3",
            "  ./nextbest models --off --reason 'cards look wrong'",
            "  ./nextbest models --news 'new prices from 1 April' --action send-roi-calculator"
        })
final class ModelsVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--off", description = "Turn the model off; takes effect within a second.")
    private boolean off;

    @Option(names = "--on", description = "Turn it on again.")
    private boolean on;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Why; needed with --off and --on.")
    private String reason;

    @Option(names = "--fairness", description = "Show the fairness audit of the last 90 days instead.")
    private boolean fairness;

    @Option(
            names = "--news",
            paramLabel = "WORDS",
            description = "Tell that something changed in what is sold: what was learned before counts half.")
    private String news;

    @Option(names = "--action", paramLabel = "KEY", description = "With --news: the action that it is about (all).")
    private String action;

    @Parameters(index = "0", arity = "0..1", paramLabel = "VERSION", description = "Show the report of this version.")
    private Optional<Integer> version = Optional.empty();

    @Override
    public Integer call() {
        if ((off || on) && (off == on || reason == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Say either --off or --on, and why: ./nextbest models --off --reason WORDS");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (action != null && news == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--action says what --news is about: ./nextbest models --news WORDS --action KEY");
        }
        try (Connection connection =
                Connection.open(data.folder(), "models", spec.commandLine().getErr())) {
            HttpApi api = connection.api();
            if (off || on) {
                ReportVerb.print(out, "", api.put("/api/v1/models/switch", Map.of("off", off, "reason", reason)));
            } else if (news != null) {
                Map<String, Object> told = new TreeMap<>(Map.of("what", news));
                if (action != null) {
                    told.put("action", action);
                }
                ReportVerb.print(out, "", api.post("/api/v1/product-news", told));
            } else if (fairness) {
                ReportVerb.print(out, "", api.get("/api/v1/reports/fairness"));
            } else if (version.isPresent()) {
                report(out, api.get("/api/v1/models/" + version.get() + "/report"));
            } else {
                list(out, api.get("/api/v1/models"));
            }
            return 0;
        }
    }

    static void report(PrintWriter out, JsonNode report) {
        out.println("version " + report.path("version").asInt());
        report.path("text").forEach(line -> out.println(line.asString()));
    }

    private static void list(PrintWriter out, JsonNode models) {
        int champion = models.path("champion").asInt();
        out.println(
                models.path("off").asBoolean()
                        ? "off: rule scores alone decide ("
                                + models.path("offReason").asString() + ")"
                        : champion == 0
                                ? "the untrained model decides, and learns from every result"
                                : "version " + champion + " decides");
        models.path("versions")
                .forEach(v -> out.printf(
                        "%4d  %-10s %s  %s%n",
                        v.path("version").asInt(),
                        v.path("state").asString(),
                        v.path("since").asString().substring(0, 10),
                        v.path("reason").asString()));
    }
}
