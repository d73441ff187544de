package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest report overrides}: who was right when a rep did something else. */
@Command(
        name = "overrides",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what became of deals in which the rep did something else than was recommended.",
            "They stand beside those in which the rep followed: rep right, engine right or undecided, with counts and intervals."
        })
final class OverridesVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ReportVerb report;

    @Option(names = "--from", paramLabel = "DAY", description = "Delivered from this day on (default: a year ago).")
    private String from;

    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = Connection.open(
                report.folder(), "report overrides", spec.commandLine().getErr())) {
            JsonNode overrides = connection
                    .api()
                    .get("/api/v1/reports/overrides" + (from == null ? "" : "?from=" + HttpApi.encode(from)));
            if (json) {
                out.println(overrides.toPrettyString());
                return 0;
            }
            out.println("overrides " + overrides.path("overridden").asInt());
            out.println("all " + overrides.at("/all/says").asString(""));
            overrides
                    .path("actions")
                    .forEach(line -> out.println(line.path("key").asString("") + " "
                            + line.path("says").asString("")));
            return 0;
        }
    }
}
