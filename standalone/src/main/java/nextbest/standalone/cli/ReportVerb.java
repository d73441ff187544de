package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "One 'name value' a line, for people and for scripts."
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

    @Override
    public Integer call() {
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
