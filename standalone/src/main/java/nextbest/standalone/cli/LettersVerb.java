package nextbest.standalone.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest letters}: messages that did not arrive, read by a person and sent again. */
@Command(
        name = "letters",
        mixinStandardHelpOptions = true,
        description = {
            "Lists messages that a receiver refused for good (DEAD), or of which nobody knows whether they arrived (UNCERTAIN).",
            "--again sends one again under its old idempotency key, unless its cards were replaced, answered or have expired."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest letters",
            "  ./nextbest letters --again 01954e2a-7c11-7b3e-9f0a-4d2f6b8c1e56"
        })
final class LettersVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--again", paramLabel = "ID", description = "Send this one again.")
    private Optional<String> again = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection =
                Connection.open(data.folder(), "letters", spec.commandLine().getErr())) {
            if (again.isPresent()) {
                JsonNode sent =
                        connection.api().post("/api/v1/letters/" + HttpApi.encode(again.get()) + "/again", Map.of());
                out.println(
                        sent.path("subjects").isEmpty()
                                ? "nothing to send: its cards were replaced, answered or have expired"
                                : "cards of " + sent.path("subjects").size() + " deals go out again");
                return 0;
            }
            JsonNode letters = connection.api().get("/api/v1/letters").path("letters");
            for (JsonNode letter : letters) {
                out.printf(
                        "%s  %-9s  %s  %d attempts  %d cards  %s%n",
                        letter.path("id").asString(),
                        letter.path("state").asString(),
                        letter.path("createdAt").asString(),
                        letter.path("attempts").asInt(),
                        letter.path("cards").size(),
                        letter.path("error").asString("nobody knows whether it arrived"));
            }
            out.println(letters.size() + " letters");
            return 0;
        }
    }
}
