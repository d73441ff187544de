package nextbest.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The prompts that ship with the product. */
public final class PromptLibrary {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> FILES = List.of("prompt.json", "system.md", "user.md", "schema.json");
    private static final Map<String, Prompt> READ = new ConcurrentHashMap<>();

    private PromptLibrary() {}

    /** The name of the prompt that cards are drafted with. */
    public static final String CARD = "card";

    /** The newest version of the prompt that cards are drafted with. */
    public static Prompt card() {
        return prompt(CARD, "v2");
    }

    /** The prompt that signals are read with. */
    public static Prompt signals() {
        return prompt("signals", "v1");
    }

    /**
     * A version of a prompt.
     *
     * @throws IllegalArgumentException if there is none, or if it contradicts itself
     */
    public static Prompt prompt(String name, String version) {
        return READ.computeIfAbsent(name + "/" + version, key -> read(name, version));
    }

    private static Prompt read(String name, String version) {
        Map<String, String> files = new TreeMap<>();
        for (String file : FILES) {
            files.put(
                    file,
                    resource("/prompts/" + name + "/" + version + "/" + file)
                            .orElseThrow(() -> new IllegalArgumentException("there is no prompt " + name + "/" + version
                                    + ": its file " + file + " is missing; a prompt has " + FILES)));
        }
        JsonNode about = JSON.readTree(files.get("prompt.json"));
        var variables = new TreeSet<String>();
        about.path("variables").forEach(variable -> variables.add(variable.asString()));
        return new Prompt(
                name,
                version,
                hash(files),
                variables,
                about.path("answer").asString(),
                about.path("temperature").asDouble(),
                about.path("maxOutputTokens").asInt(),
                files.get("system.md"),
                files.get("user.md"),
                files.get("schema.json"));
    }

    private static String hash(Map<String, String> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((file, content) -> {
                digest.update(file.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(content.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Optional<String> resource(String path) {
        try (InputStream in = PromptLibrary.class.getResourceAsStream(path)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
