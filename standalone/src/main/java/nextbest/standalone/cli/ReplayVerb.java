package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest replay DECISION}: is a decision what its record says. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Makes a decision again from its record and compares the bytes. Exit code 0 if they are the same.")
final class ReplayVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "DECISION", description = "The id of the decision, as cards and the API give it.")
    private String decision;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "replay", spec.commandLine().getErr())) {
            JsonNode replay =
                    connection.api().post("/api/v1/decisions/" + HttpApi.encode(decision) + "/replay", Map.of());
            ReportVerb.print(out, "", replay);
            return replay.path("same").asBoolean(false) ? 0 : 1;
        }
    }
}
