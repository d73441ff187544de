package nextbest.standalone.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./nextbest connect VENDOR}: from credentials to a running line, step by step. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = {
            "Connects a system where people work.",
            "Asks for what is missing, looks at the vendor, shows which stages there are and what ours seem to be, what the",
            "credentials do not allow, and what would be read and written. Nothing is kept until --start, nothing is written",
            "until --writes. To try it without an account: connect simulated. Without a vendor it shows what is connected, and what can be."
        },
        footer = {
            "",
            "For example:",
            "  ./nextbest connect hubspot --secret-file token=token.txt --secret-file webhook-secret=secret.txt",
            "  ./nextbest connect hubspot --stage contractsent=negotiation --start --writes",
            "  ./nextbest connect"
        })
final class ConnectVerb implements Callable<Integer> {
    private static final String CONNECTIONS = "/api/v1/connections";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Parameters(index = "0", arity = "0..1", paramLabel = "VENDOR", description = "Which vendor.")
    private String vendor;

    @Option(names = "--name", description = "Name of the connection (default: the vendor's).")
    private String name;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting that is no secret.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--secret-file",
            paramLabel = "KEY=FILE",
            description =
                    "A secret, from a file. A secret that is needed and not given is asked for without being shown.")
    private Map<String, Path> secrets = new LinkedHashMap<>();

    @Option(names = "--stage", paramLabel = "THEIRS=OURS", description = "What a stage there is here.")
    private Map<String, String> stages = new LinkedHashMap<>();

    @Option(names = "--field", paramLabel = "OURS=THEIRS", description = "A field of deals that was made there.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--start", description = "Begin to read.")
    private boolean start;

    @Option(names = "--writes", description = "Write cards there as tasks.")
    private boolean writes;

    @Option(names = "--stop", description = "Neither read nor write any more; what was read stays.")
    private boolean stop;

    @Override
    public Integer call() {
        try (Connection connection =
                Connection.open(data.folder(), "connect", spec.commandLine().getErr())) {
            HttpApi api = connection.api();
            if (vendor == null) {
                show(api);
                return 0;
            }
            return connect(api);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void show(HttpApi api) {
        for (JsonNode one : api.get(CONNECTIONS).path("connections")) {
            out().println(one.path("source").asString("") + " "
                    + one.path("vendor").asString("") + " "
                    + (one.path("reads").asBoolean() ? "reads" : "reads-not") + " "
                    + (one.path("writes").asBoolean() ? "writes" : "writes-not") + " "
                    + one.path("stage").asString("not-running"));
            one.path("progress")
                    .forEach(kind -> out().println("  " + kind.path("task").asString("") + " "
                            + kind.path("kind").asString("") + " "
                            + kind.path("records").asLong() + (kind.has("ended") ? "" : " so far")));
            if (one.has("trouble")) {
                out().println("  trouble: " + one.path("trouble").asString(""));
            }
        }
        for (JsonNode one : api.get("/api/v1/vendors").path("vendors")) {
            out().println("can-be-connected " + one.path("vendor").asString(""));
            one.path("settings")
                    .forEach(setting -> out().println("  " + setting.path("key").asString("") + ": "
                            + setting.path("meaning").asString("")));
        }
    }

    private int connect(HttpApi api) {
        String source = name == null ? vendor : name;
        if (stop) {
            api.put(CONNECTIONS + "/" + HttpApi.encode(source), change(api, source, Map.of(), false, false));
            out().println("stopped " + source);
            return 0;
        }
        JsonNode before = find(api, source);
        boolean reads = before.path("reads").asBoolean(false);
        // first kept without reading: a look at the vendor needs the credentials
        JsonNode kept = api.put(
                CONNECTIONS + "/" + HttpApi.encode(source),
                change(api, source, stages, reads, before.path("writes").asBoolean(false)));
        JsonNode survey = api.post(CONNECTIONS + "/" + HttpApi.encode(source) + "/survey", Map.of());
        out().println("account " + survey.path("account").asString(""));
        survey.path("missing")
                .properties()
                .forEach(one -> out().println("not-allowed " + one.getKey() + ": "
                        + one.getValue().asString("")));
        Map<String, String> mapping = new TreeMap<>();
        boolean complete = true;
        for (JsonNode stage : survey.path("stages")) {
            String id = stage.path("id").asString("");
            String ours = stages.getOrDefault(
                    id,
                    kept.path("stages").path(id).asString(stage.path("proposed").asString("")));
            complete &= !ours.isEmpty();
            out().println("stage " + id + " (" + stage.path("label").asString("") + ") -> "
                    + (ours.isEmpty() ? "?  say it with --stage " + id + "=OURS" : ours));
            if (!ours.isEmpty()) {
                mapping.put(id, ours);
            }
        }
        survey.path("fields")
                .properties()
                .forEach(one -> out().println(
                                "field " + one.getKey() + " (" + one.getValue().asString("") + ")"));
        for (JsonNode sample : survey.path("samples")) {
            out().println("would-read " + sample.path("kind").asString("") + " "
                    + sample.path("records").asInt(0)
                    + (sample.path("more").asBoolean(false) ? " and more" : ""));
            sample.path("leftOut").forEach(one -> out().println("  left-out " + one.asString("")));
        }
        out().println("would-write "
                + (writes || before.path("writes").asBoolean(false)
                        ? "each card as a task for its rep, and changes of deals that a rep makes on a card"
                        : "nothing: --writes begins"));
        URI hook = URI.create(kept.path("webhook").asString(""));
        out().println("webhook " + hook);
        out().println("webhook-answers " + knock(hook));
        if (!start && !reads) {
            out().println("nothing is read yet: --start begins" + (complete ? "" : ", best once every stage is known"));
            return 0;
        }
        api.put(
                CONNECTIONS + "/" + HttpApi.encode(source),
                change(
                        api,
                        source,
                        mapping,
                        true,
                        writes || before.path("writes").asBoolean(false)));
        // what writing needs there is made, and the vendor asked to call, by the look at a connection that is in use
        JsonNode used = api.post(CONNECTIONS + "/" + HttpApi.encode(source) + "/survey", Map.of());
        String deaf = used.path("missing").path("tell-changes").asString("");
        if (!deaf.isEmpty()) {
            out().println("not-called: " + deaf);
        }
        out().println("started " + source + (writes ? ", cards are written as tasks" : ""));
        return 0;
    }

    private static JsonNode find(HttpApi api, String source) {
        for (JsonNode one : api.get(CONNECTIONS).path("connections")) {
            if (one.path("source").asString("").equals(source)) {
                return one;
            }
        }
        return HttpApi.JSON.createObjectNode();
    }

    private Map<String, Object> change(
            HttpApi api, String source, Map<String, String> mapping, boolean reads, boolean writing) {
        Map<String, String> said = new LinkedHashMap<>(settings);
        secrets.forEach((key, file) -> said.put(key, secretIn(file)));
        if (!stop) {
            askForSecrets(api, source, said);
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("vendor", vendor);
        change.put("settings", pairs(said, "key", "value"));
        change.put("stages", pairs(mapping, "theirs", "ours"));
        change.put("fields", pairs(fields, "ours", "theirs"));
        change.put("reads", reads);
        change.put("writes", writing);
        return change;
    }

    private static List<Map<String, String>> pairs(Map<String, String> from, String key, String value) {
        List<Map<String, String>> pairs = new ArrayList<>();
        from.forEach((a, b) -> pairs.add(Map.of(key, a, value, b)));
        return pairs;
    }

    private static String secretIn(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret in " + file + " cannot be read", e);
        }
    }

    /** Of a new connection, on a terminal, what it can be told and was not. */
    // without a terminal there is none here, whatever newer versions of the platform promise
    @SuppressWarnings("SystemConsoleNull")
    private void askForSecrets(HttpApi api, String source, Map<String, String> said) {
        Console console = System.console();
        if (console == null || !console.isTerminal() || !find(api, source).isEmpty()) {
            return;
        }
        for (JsonNode one : api.get("/api/v1/vendors").path("vendors")) {
            if (!one.path("vendor").asString("").equals(vendor)) {
                continue;
            }
            for (JsonNode setting : one.path("settings")) {
                String key = setting.path("key").asString("");
                if (setting.path("secret").asBoolean() && !said.containsKey(key)) {
                    char[] word = console.readPassword(
                            "%s (%s; empty: none): ",
                            key, setting.path("meaning").asString(""));
                    if (word != null && word.length > 0) {
                        said.put(key, new String(word));
                    }
                }
            }
        }
    }

    /** Whether the address can be reached and refuses what is not signed. */
    private static String knock(URI hook) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            int status = client.send(
                            HttpRequest.newBuilder(hook)
                                    .timeout(Duration.ofSeconds(10))
                                    .POST(HttpRequest.BodyPublishers.ofString("[]"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 401
                    ? "yes, and refuses what is not signed"
                    : "no: it answers " + status + ", expected 401";
        } catch (IOException e) {
            return "no: it cannot be reached from here; is --public-url right?";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no: interrupted";
        }
    }
}
