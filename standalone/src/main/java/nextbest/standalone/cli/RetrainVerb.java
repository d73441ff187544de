package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest retrain}: train the model now, and say what came of it. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a challenger on what is in the database, judges it, and promotes or refuses it; prints the report.",
            "The same runs by itself in the first minutes of each month, and when acceptance has clearly fallen."
        })
final class RetrainVerb implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 1_800;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Why; the version's record says it.")
    private String reason = "asked";

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "retrain", spec.commandLine().getErr())) {
            HttpApi api = connection.api();
            int before = api.post("/api/v1/models", Map.of("reason", reason))
                    .path("before")
                    .asInt();
            for (int waited = 0; waited < PATIENCE_SECONDS; waited++) {
                JsonNode latest = api.get("/api/v1/models").path("versions").path(0);
                boolean settled = latest.path("version").asInt() > before
                        && !latest.path("reason").asString().startsWith("trained:");
                if (settled) {
                    ModelsVerb.report(
                            out,
                            api.get("/api/v1/models/" + latest.path("version").asInt() + "/report"));
                    return 0;
                }
                Thread.sleep(1_000);
            }
            spec.commandLine()
                    .getErr()
                    .println("nextbest retrain: no result after " + PATIENCE_SECONDS / 60
                            + " minutes; it may still be running: ./nextbest models shows the versions, and the Temporal UI"
                            + " the training");
            return 1;
        }
    }
}
