package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest names}: names that may be one client, contact, product or competitor. */
@Command(
        name = "names",
        mixinStandardHelpOptions = true,
        description = {
            "Lists names that may be one client, contact, product, competitor, industry or country, the surest first.",
            "Below 95 % nothing is merged without an answer; what was merged can be split again."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest names --look",
            "  ./nextbest names --same 01954e2a-7c11-7b3e-9f0a-4d2f6b8c1e56",
            "  ./nextbest names --state MERGED",
            "  ./nextbest names --split 01954e2a-7c11-7b3e-9f0a-4d2f6b8c1e56"
        })
final class NamesVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--look", description = "Compare all names first.")
    private boolean look;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "OPEN",
            description = "OPEN, MERGED, DIFFERENT, SUBSIDIARY or SPLIT (default: ${DEFAULT-VALUE}).")
    private String state;

    @Option(names = "--same", paramLabel = "ID", description = "The two are one: merge them.")
    private Optional<String> same = Optional.empty();

    @Option(names = "--different", paramLabel = "ID", description = "The two are two; never ask again.")
    private Optional<String> different = Optional.empty();

    @Option(names = "--subsidiary", paramLabel = "ID", description = "The first client belongs to the second.")
    private Optional<String> subsidiary = Optional.empty();

    @Option(names = "--split", paramLabel = "ID", description = "Take a merge back, with what has come since.")
    private Optional<String> split = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "names", spec.commandLine().getErr())) {
            if (look) {
                JsonNode found = connection.api().post("/api/v1/entities/look", Map.of());
                out.println(found.path("merged").asInt()
                        + " merged, because only case, blanks or signs differ or the address" + " is the same; "
                        + found.path("waiting").asInt() + " wait for an answer");
            }
            Map<String, Optional<String>> answers = new LinkedHashMap<>();
            answers.put("SAME", same);
            answers.put("DIFFERENT", different);
            answers.put("SUBSIDIARY", subsidiary);
            answers.put("SPLIT", split);
            answers.forEach((answer, id) -> id.ifPresent(match -> {
                JsonNode pair =
                        connection.api().post("/api/v1/entity-answers", Map.of("match", match, "answer", answer));
                out.printf(
                        "%s: '%s' and '%s', %d values%n",
                        pair.path("state").asString(),
                        pair.path("from").asString(),
                        pair.path("into").asString(),
                        pair.path("moved").asInt());
            }));
            JsonNode pairs = connection
                    .api()
                    .get("/api/v1/entities?state=" + HttpApi.encode(state))
                    .path("pairs");
            for (JsonNode pair : pairs) {
                out.printf(
                        "%s  %-10s  %3.0f %%  %-12s  '%s' -> '%s'%s%n",
                        pair.path("match").asString(),
                        pair.path("kind").asString(),
                        100 * pair.path("confidence").asDouble(),
                        pair.path("reason").asString(),
                        pair.path("from").asString(),
                        pair.path("into").asString(),
                        pair.path("automatic").asBoolean() ? "  (without asking)" : "");
            }
            out.println(pairs.size() + " pairs " + state);
            return 0;
        }
    }
}
