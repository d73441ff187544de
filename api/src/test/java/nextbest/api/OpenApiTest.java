package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import nextbest.event.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the served description as another program would. */
class OpenApiTest {
    private static RunningApi api;
    private static String document;
    private static OpenAPI description;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        document = api.get("/api/openapi.json").send().text();
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document, List.of(), options);
        assertThat(parsed.getMessages()).as("what the parser complains of").isNullOrEmpty();
        description = parsed.getOpenAPI();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void itIsVersion31InJsonAndYaml() {
        assertThat(description.getOpenapi()).startsWith("3.1");
        RunningApi.Answer yaml = api.get("/api/openapi.yaml").send();
        assertThat(yaml.status()).isEqualTo(200);
        assertThat(yaml.text()).contains("openapi: 3.1");
    }

    @Test
    void everyEndpointIsDescribed() {
        TreeSet<String> served = new TreeSet<>();
        api.endpoints().stream().filter(e -> e.contains(" /api/v1/")).forEach(served::add);
        TreeSet<String> described = new TreeSet<>();
        each((name, operation) -> described.add(name));
        assertThat(described).isNotEmpty().isEqualTo(served);
    }

    @Test
    void everyOperationSaysWhatItDoesTakesAnswersAndRefuses() {
        List<String> gaps = new ArrayList<>();
        each((name, operation) -> {
            check(gaps, name, "an operation id", operation.getOperationId() != null);
            check(gaps, name, "a summary", text(operation.getSummary()));
            check(
                    gaps,
                    name,
                    "a description with roles",
                    text(operation.getDescription())
                            && operation.getDescription().contains("Roles: "));
            check(
                    gaps,
                    name,
                    "one tag",
                    operation.getTags() != null && operation.getTags().size() == 1);
            check(
                    gaps,
                    name,
                    "a 2xx answer",
                    operation.getResponses().keySet().stream().anyMatch(s -> s.startsWith("2")));
            for (String status : List.of("401", "403", "429", "500", "503")) {
                check(
                        gaps,
                        name,
                        "the answer " + status,
                        operation.getResponses().containsKey(status));
            }
            if (name.contains("{")) {
                check(gaps, name, "the answer 404", operation.getResponses().containsKey("404"));
            }
            if (operation.getRequestBody() != null) {
                check(
                        gaps,
                        name,
                        "the answers 400, 413, 415, 422",
                        operation.getResponses().keySet().containsAll(List.of("400", "413", "415", "422")));
            }
            operation.getResponses().forEach((status, response) -> {
                check(gaps, name, "a description of " + status, text(response.getDescription()));
                if (status.charAt(0) >= '4') {
                    check(
                            gaps,
                            name,
                            "a problem as " + status,
                            response.getContent() != null
                                    && response.getContent().containsKey("application/problem+json"));
                }
            });
            if (operation.getParameters() != null) {
                operation
                        .getParameters()
                        .forEach(p -> check(
                                gaps, name, "a description of parameter " + p.getName(), text(p.getDescription())));
            }
        });
        assertThat(gaps).isEmpty();
    }

    @Test
    void everyTypeOfEventHasItsFields() {
        JsonNode schemas = api.get("/api/openapi.json").send().json().at("/components/schemas");
        for (EventType type : EventType.values()) {
            String name =
                    schemas.at("/Event/discriminator/mapping/" + type.wire()).asString();
            assertThat(name).as(type.wire()).startsWith("#/components/schemas/");
            JsonNode data =
                    schemas.get(name.substring(name.lastIndexOf('/') + 1).replaceAll("Event$", "Data"));
            assertThat(new TreeSet<>(data.get("properties").propertyNames()))
                    .isEqualTo(new TreeSet<>(type.fields().keySet()));
        }
    }

    @Test
    void examplesFitTheirSchemas() {
        JsonNode paths = api.get("/api/openapi.json").send().json().get("paths");
        List<String> wrong = new ArrayList<>();
        int[] seen = {0};
        paths.propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(method -> {
                    String name = method.getKey() + " " + path.getKey();
                    JsonNode body = method.getValue().at("/requestBody/content/application~1json");
                    if (!body.isMissingNode()) {
                        seen[0]++;
                        wrong.addAll(violations(name + " request", body.get("schema"), body.path("example")));
                    }
                    method.getValue().get("responses").propertyStream().forEach(response -> {
                        JsonNode content = response.getValue().at("/content/application~1json");
                        if (content.has("example")) {
                            seen[0]++;
                            wrong.addAll(violations(
                                    name + " " + response.getKey(), content.get("schema"), content.get("example")));
                        }
                    });
                }));
        assertThat(wrong).isEmpty();
        assertThat(seen[0]).isGreaterThan(12);
        // and the check itself can fail
        assertThat(violations("twin", ref("Feedback"), api.json("{\"position\": 9, \"mood\": 1}")))
                .hasSizeGreaterThan(1);
        assertThat(violations("twin", ref("Event"), api.json("{\"type\": \"deal\"}")))
                .isNotEmpty();
    }

    @Test
    void answersFitTheirSchemas() {
        Desk desk = new Desk(api, "described");
        JsonNode card = desk.deliver();
        String decision = card.get("decision").asString();
        String feedback = "{\"position\": 1, \"disposition\": \"ACCEPTED\"}";
        List<String> wrong = new ArrayList<>();
        wrong.addAll(answered("get", "/me", "/me", ""));
        wrong.addAll(answered("get", "/stages", "/stages", ""));
        wrong.addAll(answered("get", "/clock", "/clock", ""));
        wrong.addAll(answered("get", "/catalogue", "/catalogue", ""));
        wrong.addAll(answered("get", "/catalogue/{action}", "/catalogue/send-roi-calculator", ""));
        wrong.addAll(answered("get", "/subjects", "/subjects?limit=1", ""));
        wrong.addAll(answered("get", "/subjects/{id}", "/subjects/crm:D1", ""));
        wrong.addAll(answered("get", "/subjects/{id}/card", "/subjects/crm:D1/card", ""));
        wrong.addAll(answered("post", "/subjects/{id}/decisions", "/subjects/crm:D2/decisions", "{\"dryRun\": true}"));
        wrong.addAll(answered("get", "/decisions/{id}", "/decisions/" + decision, ""));
        wrong.addAll(answered("post", "/decisions/{id}/replay", "/decisions/" + decision + "/replay", ""));
        wrong.addAll(answered("post", "/decisions/{id}/feedback", "/decisions/" + decision + "/feedback", feedback));
        wrong.addAll(answered("get", "/reports/loop", "/reports/loop", ""));
        wrong.addAll(answered("get", "/drafting", "/drafting", ""));
        wrong.addAll(answered("get", "/subjects/{id}/card", "/subjects/crm:D3/card", ""));
        wrong.addAll(answered("post", "/events", "/events", "{\"events\": [{}]}"));
        wrong.addAll(answered("post", "/events", "/events", "{\"events\": 1}"));
        assertThat(wrong).isEmpty();
    }

    private static List<String> answered(String method, String template, String path, String body) {
        RunningApi.Asking asking = api.ask(method.toUpperCase(java.util.Locale.ROOT), "/api/v1" + path)
                .as(api.token(api.tenant("described"), nextbest.store.security.Role.INTEGRATION));
        RunningApi.Answer answer =
                body.isEmpty() ? asking.send() : asking.json(body).send();
        JsonNode responses = api.get("/api/openapi.json")
                .send()
                .json()
                .get("paths")
                .get("/api/v1" + template)
                .get(method)
                .get("responses");
        JsonNode response = responses.get(Integer.toString(answer.status()));
        if (response == null) {
            return List.of(path + " answered " + answer.status() + ", which is not described");
        }
        String type = answer.status() < 400 ? "application/json" : "application/problem+json";
        return violations(path, response.get("content").get(type).get("schema"), answer.json());
    }

    private static JsonNode ref(String schema) {
        return api.json("{\"$ref\": \"#/components/schemas/" + schema + "\"}");
    }

    private static List<String> violations(String name, JsonNode schema, JsonNode value) {
        if (value.isMissingNode()) {
            return List.of(name + " has no example");
        }
        ObjectNode root = (ObjectNode) schema.deepCopy();
        root.set("components", api.get("/api/openapi.json").send().json().get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(value)
                .stream()
                .map(error -> name + ": " + error)
                .toList();
    }

    private static void each(BiConsumer<String, Operation> check) {
        Map<String, PathItem> paths = description.getPaths();
        paths.forEach((path, item) ->
                item.readOperationsMap().forEach((method, operation) -> check.accept(method + " " + path, operation)));
    }

    private static void check(List<String> gaps, String name, String what, boolean there) {
        if (!there) {
            gaps.add(name + " lacks " + what);
        }
    }

    private static boolean text(String text) {
        return text != null && !text.isBlank();
    }
}
