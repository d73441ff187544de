package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest replay DECISION}: is a decision what its record says. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a decision again from its record and compares the bytes. Exit code 0 if they are the same.",
            "With --all the decisions behind the cards of all open deals, each compared byte for byte."
        })
final class ReplayVerb implements Callable<Integer> {
    private static final int PART = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Parameters(
            paramLabel = "DECISION",
            arity = "0..1",
            description = "The id of the decision, as cards and the API give it.")
    private String decision;

    @Option(names = "--all", description = "The decisions that stand for all open deals.")
    private boolean all;

    @Override
    public Integer call() {
        if (all == (decision != null)) {
            throw new ParameterException(spec.commandLine(), "expected the id of a decision, or --all");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "replay", spec.commandLine().getErr())) {
            if (all) {
                return replayAll(connection.api(), out);
            }
            JsonNode replay = replay(connection.api(), decision);
            ReportVerb.print(out, "", replay);
            return replay.path("same").asBoolean(false) ? 0 : 1;
        }
    }

    private static JsonNode replay(HttpApi api, String id) {
        return api.post("/api/v1/decisions/" + HttpApi.encode(id) + "/replay", Map.of());
    }

    private static int replayAll(HttpApi api, PrintWriter out) {
        int same = 0;
        int other = 0;
        int without = 0;
        String after = "";
        do {
            JsonNode page = api.get("/api/v1/subjects?kind=deal&status=OPEN&limit=" + PART + after);
            for (JsonNode deal : page.path("subjects")) {
                Optional<String> id = decisionOf(api, deal.path("id").asString());
                if (id.isEmpty()) {
                    without++;
                    continue;
                }
                JsonNode replay = replay(api, id.get());
                if (replay.path("same").asBoolean(false)) {
                    same++;
                } else {
                    other++;
                    out.println(
                            "another: " + id.get() + " " + replay.path("note").asString(""));
                }
            }
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "&after=" + HttpApi.encode(next);
        } while (!after.isEmpty());
        out.println("replayed " + (same + other) + " decisions: " + same + " the same byte for byte, " + other
                + " not; " + without + " open deals have no card");
        return other == 0 ? 0 : 1;
    }

    private static Optional<String> decisionOf(HttpApi api, String deal) {
        try {
            return Optional.of(api.get("/api/v1/subjects/" + HttpApi.encode(deal) + "/card")
                            .path("decision")
                            .asString(""))
                    .filter(id -> !id.isEmpty());
        } catch (HttpApi.Refused e) {
            if (e.status() == 404 || e.status() == 409) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
