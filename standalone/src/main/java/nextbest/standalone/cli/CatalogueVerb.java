package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest catalogue}: releases of the catalogue. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = {
            "Changes what can be recommended, as a reviewed release.",
            "Write the files out, change them, put them back as a draft, look at the differences, try the draft on recent decisions, publish it, and roll it back if need be."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest catalogue files my-catalogue",
            "  ./nextbest catalogue put my-catalogue",
            "  ./nextbest catalogue try VERSION",
            "  ./nextbest catalogue publish VERSION"
        })
final class CatalogueVerb implements Runnable {
    private static final String RELEASES = "/api/v1/catalogue-releases";
    private static final List<String> FILES = List.of("triggers", "actions", "patterns");

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, files, put, diff, try, ask, publish or rollback");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists versions.")
    int list() {
        return connected("list", api -> {
            JsonNode all = api.get(RELEASES);
            out().println("in-force " + all.path("inForce").asString(""));
            all.path("releases")
                    .forEach(release -> out().println(release.path("version").asString("") + " "
                            + release.path("state").asString("") + " "
                            + release.path("actor").asString("")));
            return 0;
        });
    }

    @Command(
            name = "files",
            mixinStandardHelpOptions = true,
            description = "Writes the files of a version to a folder.")
    int files(
            @Parameters(index = "0", paramLabel = "FOLDER", description = "Made if it is not there.") Path folder,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "The one in force if it is not said.")
                    String version) {
        return connected("files", api -> {
            String which = version == null ? api.get(RELEASES).path("inForce").asString("") : version;
            JsonNode files = api.get(RELEASES + "/" + HttpApi.encode(which)).path("files");
            try {
                Files.createDirectories(folder);
                for (var file : files.properties()) {
                    Files.writeString(
                            folder.resolve(Path.of(file.getKey()).getFileName()),
                            file.getValue().asString(""));
                    out().println(folder.resolve(file.getKey()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
            }
            return files.isEmpty() ? 1 : 0;
        });
    }

    @Command(
            name = "put",
            mixinStandardHelpOptions = true,
            description = "Keeps the files of a folder as a draft, and says what differs from the version in force.")
    int put(@Parameters(paramLabel = "FOLDER", description = "With triggers, actions and patterns.yaml.") Path folder) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : FILES) {
            Path file = folder.resolve(name + ".yaml");
            try {
                if (Files.exists(file)) {
                    body.put(name, Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        if (body.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is none of triggers.yaml, actions.yaml, patterns.yaml in " + folder
                            + "; ./nextbest catalogue files writes them");
        }
        return connected("put", api -> differences(api.post(RELEASES, body)));
    }

    @Command(name = "diff", mixinStandardHelpOptions = true, description = "Says what differs between two versions.")
    int diff(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Option(names = "--against", paramLabel = "VERSION", description = "The one in force if it is not said.")
                    String against) {
        return connected(
                "diff",
                api -> differences(api.get(RELEASES + "/" + HttpApi.encode(version) + "/diff"
                        + (against == null ? "" : "?against=" + HttpApi.encode(against)))));
    }

    @Command(name = "try", mixinStandardHelpOptions = true, description = "Tries a version on recent decisions.")
    int tryOut(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Option(names = "--decisions", defaultValue = "1000", description = "How many (default: 1000).")
                    int decisions) {
        return connected("try", api -> {
            ReportVerb.print(
                    out(), "", api.post("/api/v1/what-if", Map.of("catalogue", version, "decisions", decisions)));
            return 0;
        });
    }

    @Command(name = "publish", mixinStandardHelpOptions = true, description = "Puts a version in force.")
    int publish(@Parameters(paramLabel = "VERSION", description = "The version.") String version) {
        return connected("publish", api -> {
            ReportVerb.print(out(), "", api.post(RELEASES + "/" + HttpApi.encode(version) + "/publish", Map.of()));
            return 0;
        });
    }

    @Command(
            name = "ask",
            mixinStandardHelpOptions = true,
            description = "Asks managers to approve a version; once one has, it is in force.")
    int ask(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Option(names = "--note", defaultValue = "", description = "Why it is wanted.") String note) {
        return connected("ask", api -> {
            ReportVerb.print(out(), "", api.post("/api/v1/approvals", Map.of("catalogue", version, "note", note)));
            return 0;
        });
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "Goes back to the version before.")
    int rollback() {
        return connected("rollback", api -> {
            ReportVerb.print(out(), "", api.post("/api/v1/catalogue-rollback", Map.of()));
            return 0;
        });
    }

    private int differences(JsonNode diff) {
        out().println("before " + diff.path("before").asString(""));
        out().println("after " + diff.path("after").asString(""));
        diff.path("changes")
                .forEach(change -> out().println(change.path("kind").asString("") + " "
                        + change.path("part").asString("") + " "
                        + change.path("key").asString("") + " "
                        + change.path("what").asString("")));
        return 0;
    }

    private int connected(String what, ToIntFunction<HttpApi> work) {
        try (Connection connection = Connection.open(
                data.folder(), "catalogue " + what, spec.commandLine().getErr())) {
            return work.applyAsInt(connection.api());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
