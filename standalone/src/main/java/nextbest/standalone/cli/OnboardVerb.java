package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest onboard}: one file says what an organisation calls its things, checked against its data. */
@Command(
        name = "onboard",
        mixinStandardHelpOptions = true,
        description = {
            "Reads one file of an organisation and says what is wrong with it, missing, or at odds with the data.",
            "The file has stages, desks, books, products, topics, needs, industries, roles and reasons. If nothing is wrong, it is",
            "released.",
            "--check only says so."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest onboard organisation.yaml --check",
            "  ./nextbest onboard organisation.yaml"
        })
final class OnboardVerb implements Callable<Integer> {
    private static final long LARGEST = 2_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "FILE", description = "YAML, see docs/products.md.")
    private Path file;

    @Option(names = "--check", description = "Change nothing.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            err.println("nextbest onboard: expected a file of at most " + LARGEST + " bytes, but " + file
                    + (Files.isRegularFile(file) ? " has " + Files.size(file) : " is none"));
            return 1;
        }
        String yaml;
        try {
            yaml = Files.readString(file, StandardCharsets.UTF_8);
        } catch (java.nio.charset.CharacterCodingException e) {
            err.println("nextbest onboard: expected UTF-8, but " + file + " is in another encoding: save it as UTF-8");
            return 1;
        }
        try (Connection connection = Connection.open(data.folder(), "onboard", err)) {
            JsonNode found = connection.api().post("/api/v1/ontology-checks", Map.of("yaml", yaml));
            found.path("problems").forEach(problem -> out.println("wrong    " + problem.asString()));
            found.path("missingSections")
                    .forEach(section -> out.println("missing  there are names of kind " + section.asString()
                            + " in the data, and the file has no such section"));
            found.path("notInFile")
                    .forEach(m -> out.println("unknown  " + m.path("kind").asString() + " '"
                            + m.path("name").asString() + "' is "
                            + m.path("times").asInt()
                            + " times in the data and not in the file"
                            + (m.path("perhaps").isString()
                                    ? "; did you mean " + m.path("perhaps").asString() + "?"
                                    : "")));
            found.path("notInData")
                    .forEach(m -> out.println("unused   " + m.path("kind").asString() + " '"
                            + m.path("name").asString() + "' is in the file and not in the data"));
            if (!found.path("problems").isEmpty()) {
                out.println("not released: " + found.path("problems").size() + " problems");
                return 1;
            }
            if (check) {
                out.println("can be released; " + found.path("notInFile").size() + " names of the data are not in it");
                return 0;
            }
            JsonNode released = connection.api().put("/api/v1/ontology", Map.of("yaml", yaml));
            out.println("released version " + released.path("version").asInt() + " with "
                    + released.path("concepts").asInt() + " entries");
            return 0;
        }
    }
}
