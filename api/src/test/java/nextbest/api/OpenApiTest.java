package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

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
