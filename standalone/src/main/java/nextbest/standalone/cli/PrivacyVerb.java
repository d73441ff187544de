package nextbest.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nextbest.store.backup.BackupKey;
import nextbest.store.backup.Restore;
import nextbest.store.privacy.Traces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest privacy export|erase|repeat}: what is stored of a person, and forgetting it. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = {
            "Hands out or erases what is stored of a person, and proves it.",
            "export PERSON: everything, as JSON. erase PERSON: for good; then the database, the histories, the log files of the",
            "data folder and the backups that are named are looked through. repeat: erases again whom the receipts in the data",
            "folder name: after a backup from before an erasure was restored.",
            "PERSON is our id, SOURCE:ID, or a mail address."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest privacy export carla@northwind.example > carla.json",
            "  ./nextbest privacy erase carla@northwind.example --backup monday.backup --key backup.key"
        })
final class PrivacyVerb implements Callable<Integer> {
    /** What can be asked. */
    enum Ask {
        EXPORT,
        ERASE,
        REPEAT
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Parameters(index = "0", paramLabel = "export|erase|repeat", description = "What to do.")
    private Ask ask;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PERSON", description = "Of whom.")
    private Optional<String> person = Optional.empty();

    @Option(names = "--backup", paramLabel = "FILE", description = "A backup to look through; may be repeated.")
    private List<Path> backups = List.of();

    @Option(names = "--key", paramLabel = "FILE", description = "The key of the backups.")
    private Optional<Path> key = Optional.empty();

    @Override
    public Integer call() {
        try (Connection connection =
                Connection.open(data.folder(), "privacy", spec.commandLine().getErr())) {
            HttpApi api = connection.api();
            return switch (ask) {
                case EXPORT -> {
                    spec.commandLine()
                            .getOut()
                            .println(HttpApi.JSON
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(api.get(path(named()))));
                    yield 0;
                }
                case ERASE -> erase(api, named());
                case REPEAT -> repeat(api);
            };
        }
    }

    private String named() {
        return person.orElseThrow(() -> new picocli.CommandLine.ParameterException(
                spec.commandLine(), "Say whom: our id, SOURCE:ID, or a mail address"));
    }

    private static String path(String person) {
        return "/api/v1/people/" + HttpApi.encode(person);
    }

    private int erase(HttpApi api, String whom) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode before = api.get(path(whom));
        Traces traces = Traces.of(texts(before.path("names")), texts(before.path("addresses")));
        JsonNode proof = api.post(path(whom) + "/erasure", Map.of());
        Path receipt = receipt(proof);
        out.println("erased " + proof.path("kind").asString() + " "
                + proof.path("person").asString() + " at " + proof.path("at").asString());
        counts(out, "rows that named the person before", proof.path("found"));
        counts(out, "rows rewritten", proof.path("rewritten"));
        counts(out, "rows that name the person now", proof.path("left"));
        long inHistories = proof.path("histories").path("found").asLong();
        out.printf(
                "%8d  of %d workflows name the person (%d events looked through)%n",
                inHistories,
                proof.path("histories").path("workflows").asLong(),
                proof.path("histories").path("events").asLong());
        boolean clean = proof.path("left").isEmpty() && inHistories == 0;
        for (Map.Entry<String, Long> file : filesWith(traces).entrySet()) {
            out.printf("%8d  lines of %s name the person%n", file.getValue(), file.getKey());
            clean = clean && file.getValue() == 0;
        }
        for (Path backup : backups) {
            Map<String, Long> rows = Restore.rowsWith(backup, key.map(BackupKey::of), traces::in);
            long all = rows.values().stream().mapToLong(Long::longValue).sum();
            out.printf("%8d  rows of %s name the person %s%n", all, backup, all == 0 ? "" : rows);
            clean = clean && all == 0;
        }
        out.println("receipt " + receipt);
        out.println(
                clean
                        ? "nothing of what was looked through names the person any more"
                        : "what still names the person is listed above: backups go with their time, log files can be deleted");
        return clean ? 0 : 1;
    }

    private int repeat(HttpApi api) {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = receipts();
        int again = 0;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String id = HttpApi.JSON
                            .readTree(Files.readString(file))
                            .path("person")
                            .asString();
                    JsonNode proof = api.post(path(id) + "/erasure", Map.of());
                    again += proof.path("found").isEmpty() ? 0 : 1;
                    out.println(id + ": " + proof.path("found").size() + " columns named the person, "
                            + proof.path("left").size() + " do now");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        out.println(again + " people were there again and were erased again");
        return 0;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private static void counts(PrintWriter out, String what, JsonNode counts) {
        long all = 0;
        for (JsonNode count : counts) {
            all += count.asLong();
        }
        out.printf("%8d  %s %s%n", all, what, counts.isEmpty() ? "" : counts);
    }

    private Path receipts() {
        return data.folder().resolve("erasures");
    }

    /** Names nobody: our id of what is left. */
    private Path receipt(JsonNode proof) {
        Path file = receipts().resolve(proof.path("person").asString() + ".json");
        try {
            Files.createDirectories(receipts());
            Files.writeString(file, HttpApi.JSON.writeValueAsString(proof));
        } catch (IOException e) {
            throw new UncheckedIOException("the receipt " + file + " could not be written", e);
        }
        return file;
    }

    /** Log files of the data folder; the mailbox is not ours to change: it stands for the mail server of the receivers. */
    private Map<String, Long> filesWith(Traces traces) {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data.folder())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains(".log"))
                    .forEach(file -> found.put(data.folder().relativize(file).toString(), lines(file, traces)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static long lines(Path file, Traces traces) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            // the bytes as they are: a log may hold what is no text
            return lines.filter(line -> traces.in(line.getBytes(StandardCharsets.ISO_8859_1)))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
