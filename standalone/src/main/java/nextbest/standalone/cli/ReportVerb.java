package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest report}: what the loop has done. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        subcommands = OverridesVerb.class,
        description = {
            "Shows what the loop has done: what was decided, delivered, accepted, dismissed, kept back, and what became of it.",
            "One 'name value' a line, for people and for scripts.",
            "",
            "Product managers get it by mail as well: weekly on Monday at eight, until --mails says something else or they",
            "switch it off. --mail sends it to somebody now, and shows what became of it."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest report --from 2026-03-01",
            "  ./nextbest report --mail                    when it goes out, and to whom",
            "  ./nextbest report --mail ana@example.com    send it to this person now",
            "  ./nextbest report --mail product --address ana@example.com    say where it goes, and send it",
            "  ./nextbest report --mails monthly           weekly, monthly or off; the day of the week and the hour stay"
        })
final class ReportVerb implements Callable<Integer> {
    /** Before every decision. */
    private static final String BEGINNING = "1970-01-01";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "Decisions from this day on, such as 2026-01-31 (default: all).")
    private String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Decisions before this day (default: until now).")
    private String to;

    @Option(names = "--all", description = "Lines that are 0 as well.")
    private boolean all;

    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    @Option(
            names = "--mail",
            paramLabel = "PERSON",
            arity = "0..1",
            fallbackValue = "",
            description = "Send the report of the last days to this person now, by log-in or address; without a person:"
                    + " say when it goes out regularly, and to whom.")
    private String mail;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "With --mail: where reports to this person go from now on.")
    private String address;

    @Option(
            names = "--mails",
            paramLabel = "HOW-OFTEN",
            description = "How often it goes out by mail: weekly, monthly or off. Alerts go out at once all the same.")
    private String mails;

    @Override
    public Integer call() {
        if (mail != null || mails != null) {
            return mailed();
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "report", spec.commandLine().getErr())) {
            String query = "?from=" + HttpApi.encode(from == null ? BEGINNING : from)
                    + (to == null ? "" : "&to=" + HttpApi.encode(to));
            JsonNode report = connection.api().get("/api/v1/reports/loop" + query);
            if (json) {
                out.println(report.toPrettyString());
            } else {
                List<String> lines = new ArrayList<>();
                collect(lines, "", report);
                lines.stream().filter(line -> all || !line.endsWith(" 0")).forEach(out::println);
                long zeros = lines.stream().filter(line -> line.endsWith(" 0")).count();
                if (!all && zeros > 0) {
                    spec.commandLine()
                            .getErr()
                            .println("(" + zeros
                                    + " lines that are 0 are left out; --all prints them, and docs/report.md"
                                    + " says what each name means)");
                }
            }
            return report.path("addsUp").asBoolean(true) ? 0 : 1;
        }
    }

    private int mailed() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "report", spec.commandLine().getErr())) {
            HttpApi api = connection.api();
            if (mails != null) {
                api.put("/api/v1/report-mails", Map.of("every", mails.toUpperCase(Locale.ROOT)));
            }
            if (mail == null || mail.isEmpty()) {
                printMails(out, api.get("/api/v1/report-mails"));
                return 0;
            }
            if (address != null) {
                api.post("/api/v1/report-readers", Map.of("person", mail, "address", address));
            }
            JsonNode sent = api.post("/api/v1/report-mails", Map.of("person", mail));
            String outcome = sent.path("outcome").asString();
            out.println(outcome + ": " + sent.path("explanation").asString());
            return outcome.equals("delivered") || outcome.equals("on-its-way") ? 0 : 1;
        }
    }

    private static void printMails(PrintWriter out, JsonNode mails) {
        boolean off = mails.path("every").asString().equals("OFF");
        out.println(
                off
                        ? "The report goes out when it is asked for (--mail PERSON); alerts go out at once."
                        : "The report of " + mails.path("from").asString() + " to "
                                + mails.path("to").asString() + " goes out at "
                                + mails.path("next").asString() + " (business time), then "
                                + mails.path("every").asString().toLowerCase(Locale.ROOT) + "; alerts go out at once.");
        if (mails.path("readers").isEmpty()) {
            out.println("Nobody gets it: there is no log-in of a product manager (the page People makes log-ins).");
        }
        for (JsonNode reader : mails.path("readers")) {
            out.println("  " + reader.path("login").asString() + " ("
                    + reader.path("role").asString().toLowerCase(Locale.ROOT).replace('_', ' ') + "): "
                    + (reader.path("wanted").asBoolean() ? "gets it" : "does not want it regularly")
                    + (reader.path("address").isString()
                            ? ", at " + reader.path("address").asString()
                            : ", but no address is known (--mail "
                                    + reader.path("login").asString() + " --address NAME@DOMAIN)"));
        }
    }

    /** The data folder, for the verbs below. */
    Path folder() {
        return data.folder();
    }

    /** Prints every number with the path to it; the lines of a breakdown are named by their key. */
    static void print(PrintWriter out, String prefix, JsonNode node) {
        List<String> lines = new ArrayList<>();
        collect(lines, prefix, node);
        lines.forEach(out::println);
    }

    /** Prints the sums of a loop report, without the lines of single actions. */
    static void printSums(PrintWriter out, JsonNode report) {
        List<String> lines = new ArrayList<>();
        collect(lines, "", report);
        lines.stream()
                .filter(line -> !line.endsWith(" 0") && !line.startsWith("lines.") && !line.startsWith("by "))
                .forEach(out::println);
    }

    private static void collect(List<String> lines, String prefix, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            lines,
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                            entry.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                JsonNode item = node.get(i);
                String name = item.path("key").asString(String.valueOf(i));
                if (item.isObject()) {
                    item.properties().stream()
                            .filter(entry -> !entry.getKey().equals("key"))
                            .forEach(entry ->
                                    collect(lines, prefix + "." + name + "." + entry.getKey(), entry.getValue()));
                } else {
                    collect(lines, prefix + "." + i, item);
                }
            }
        } else {
            lines.add(prefix + " " + node.asString());
        }
    }
}
