package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every operation of the served description gets requests that are almost right, and some that are nothing at all: the answer is
 * never a failure of ours, and comes. {@code -Dnextbest.fuzz.rounds=N} asks each operation N times; {@code
 * -Dnextbest.fuzz.seed=N} asks other things.
 */
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("nextbest.fuzz.rounds", 25);
    private static final long SEED = Long.getLong("nextbest.fuzz.seed", 20_260_302L);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "\u0000",
            "\u202e💥",
            "a".repeat(6_000),
            "../../etc/passwd",
            "%00%0d%0aX-Header: 1",
            "null",
            "' or 1=1; drop table tenant; --",
            "{{7*7}}${7*7}#{7*7}",
            "<script>alert(1)</script>",
            "-1",
            "0",
            "9223372036854775808",
            "1e400",
            "NaN",
            "2026-02-30",
            "2026-03-02T10:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "00000000-0000-0000-0000-000000000000",
            "crm:",
            ":D1",
            "crm:D1",
            "*");

    private static RunningApi api;
    private static Desk desk;
    private static JsonNode paths;
    private static JsonNode schemas;
    private static HttpClient http;
    private static Map<Role, String> tokens;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        desk = new Desk(api, "fuzzed");
        desk.deliver();
        JsonNode description = api.get("/api/openapi.json").send().json();
        paths = description.get("paths");
        schemas = description.at("/components/schemas");
        http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        tokens = new TreeMap<>(Map.of(
                Role.OPERATOR, desk.operator,
                Role.INTEGRATION, desk.integration,
                Role.PRODUCT_MANAGER, api.token(desk.tenant, Role.PRODUCT_MANAGER),
                Role.REP, desk.rita,
                Role.MANAGER, desk.mara));
    }

    @AfterAll
    static void stop() {
        http.close();
        api.close();
    }

    @Test
    void noRequestMakesOurSideFailOrKeepsWaiting() throws IOException {
        Random random = new Random(SEED);
        Map<Integer, Integer> answers = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int[] operations = {0};
        paths.propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(method -> {
                    operations[0]++;
                    for (int round = 0; round < ROUNDS; round++) {
                        HttpRequest request = request(method.getKey(), path.getKey(), method.getValue(), random);
                        try {
                            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                            answers.merge(answer.statusCode(), 1, Integer::sum);
                            if (answer.statusCode() >= 500) {
                                wrong.add(method.getKey() + " " + request.uri() + " answered " + answer.statusCode()
                                        + " " + answer.body());
                            }
                        } catch (IOException e) {
                            wrong.add(method.getKey() + " " + request.uri() + " was not answered: " + e);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException(e);
                        }
                    }
                }));
        Files.writeString(
                Path.of("target", "fuzz.txt"),
                operations[0] + " operations, " + ROUNDS + " requests each, seed " + SEED + ", answers by status: "
                        + answers + "\n");
        assertThat(wrong).isEmpty();
        // it gets further than the first check: some of it is right
        assertThat(answers).containsKey(200).containsKey(422);
    }

    private static HttpRequest request(String method, String template, JsonNode operation, Random random) {
        StringBuilder address = new StringBuilder(template);
        for (int open = address.indexOf("{"); open >= 0; open = address.indexOf("{")) {
            address.replace(open, address.indexOf("}", open) + 1, encoded(segment(random)));
        }
        char separator = '?';
        for (JsonNode parameter : operation.path("parameters")) {
            if ("query".equals(parameter.path("in").asString()) && random.nextBoolean()) {
                address.append(separator)
                        .append(parameter.path("name").asString())
                        .append('=')
                        .append(encoded(word(random)));
                separator = '&';
            }
        }
        List<String> all = mayOften(operation, random);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.address() + address))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + all.get(random.nextInt(all.size())));
        JsonNode json = operation.at("/requestBody/content/application~1json");
        if (random.nextInt(10) == 0 && !method.equals("get")) {
            request.header("Idempotency-Key", "k" + random.nextInt(1_000));
        }
        if (method.equals("get") || method.equals("delete")) {
            return request.method(method.toUpperCase(java.util.Locale.ROOT), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return request.header("Content-Type", random.nextInt(20) == 0 ? "text/plain" : "application/json")
                .method(
                        method.toUpperCase(java.util.Locale.ROOT),
                        HttpRequest.BodyPublishers.ofByteArray(body(json, random)))
                .build();
    }

    /** Mostly somebody who may, as the description says: who may not gets no further than the door. */
    private static List<String> mayOften(JsonNode operation, Random random) {
        String says = operation.path("description").asString("");
        String roles = says.substring(says.indexOf("Roles: ") + 1);
        List<String> may = tokens.entrySet().stream()
                .filter(entry -> roles.contains(entry.getKey().name()))
                .map(Map.Entry::getValue)
                .toList();
        return may.isEmpty() || random.nextInt(10) == 0 ? List.copyOf(tokens.values()) : may;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Often something that is there, so that what is behind it is reached. */
    private static String segment(Random random) {
        return random.nextInt(3) == 0 ? "crm:D1" : word(random);
    }

    private static byte[] body(JsonNode json, Random random) {
        if (random.nextInt(5) == 0) {
            return nothingAtAll(random);
        }
        JsonNode good = json.has("example") ? json.get("example") : sample(json.path("schema"), random, 0);
        JsonNode almost = good.deepCopy();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            almost = changed(almost, random);
        }
        return almost.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] nothingAtAll(Random random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return switch (random.nextInt(6)) {
            case 0 -> noise;
            case 1 -> "[".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("{\"a\":".repeat(5_000) + "1").getBytes(StandardCharsets.UTF_8);
            case 3 -> ("{\"position\": 1" + "0".repeat(2_000) + "}").getBytes(StandardCharsets.UTF_8);
            case 4 -> "{\"position\": 1, \"position\": 2}".getBytes(StandardCharsets.UTF_8);
            default -> "\ufeff{}".getBytes(StandardCharsets.UTF_8);
        };
    }

    /** The same with one member or item replaced, added or taken away, somewhere inside. */
    private static JsonNode changed(JsonNode node, Random random) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.put(word(random), word(random));
                case 2 -> object.set(name, other(random));
                default -> object.set(name, changed(object.get(name), random));
            }
            return object;
        }
        if (node instanceof ArrayNode array && !array.isEmpty() && random.nextBoolean()) {
            int at = random.nextInt(array.size());
            array.set(at, changed(array.get(at), random));
            return array;
        }
        return other(random);
    }

    private static JsonNode other(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> api.json("null");
            case 1 -> api.json("true");
            case 2 -> api.json("-1");
            case 3 -> api.json("1e308");
            case 4 -> api.json("99999999999999999999999999");
            case 5 -> api.json("[]");
            case 6 -> api.json("{}");
            case 7 -> api.json("[[[[{\"a\": [null]}]]]]");
            default -> words(random);
        };
    }

    private static JsonNode words(Random random) {
        ObjectNode holder = (ObjectNode) api.json("{}");
        holder.put("word", word(random));
        return holder.get("word");
    }

    /** A body of the kind that a schema describes, where the description gives no example. */
    private static JsonNode sample(JsonNode schema, Random random, int depth) {
        Optional<JsonNode> referred = Optional.of(schema.path("$ref").asString(""))
                .filter(ref -> !ref.isEmpty())
                .map(ref -> schemas.path(ref.substring(ref.lastIndexOf('/') + 1)));
        if (referred.isPresent()) {
            return depth > 6 ? api.json("{}") : sample(referred.get(), random, depth + 1);
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asString("object")) {
            case "string" -> words(random);
            case "integer" -> api.json(Integer.toString(random.nextInt(5)));
            case "number" -> api.json("0.5");
            case "boolean" -> api.json("true");
            case "array" -> ((ArrayNode) api.json("[]")).add(sample(schema.path("items"), random, depth + 1));
            default -> {
                ObjectNode object = (ObjectNode) api.json("{}");
                schema.path("properties")
                        .propertyStream()
                        .forEach(member -> object.set(member.getKey(), sample(member.getValue(), random, depth + 1)));
                yield object;
            }
        };
    }
}
