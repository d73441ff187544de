package nextbest.api.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.api.problem.Problem;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refuses;
import nextbest.api.request.Body;
import nextbest.api.request.Correlation;
import nextbest.api.request.IdempotencyKeys;
import nextbest.api.request.Reads;
import nextbest.api.request.Shapes;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Completes what springdoc reads off the controllers: bodies, errors, headers, roles, examples. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the model of the description has raw types in its signatures
@Component
final class Description implements GlobalOpenApiCustomizer, GlobalOperationCustomizer {
    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Body.class, Caller.class);
    }

    private static final List<Tag> TAGS = List.of(
            new Tag().name("Events").description("News goes in."),
            new Tag().name("Subjects").description("Deals and clients, their cards and decisions."),
            new Tag().name("Decisions").description("What was decided, and what reps and clients made of it."),
            new Tag().name("Products").description("Which products suit which clients, and what became of them."),
            new Tag().name("Reports").description("What came of it all."),
            new Tag().name("Catalogue").description("What can be recommended."),
            new Tag().name("Imports").description("Files of a CRM."),
            new Tag().name("Organisation").description("Who is asking, stages, shadow mode."),
            new Tag().name("People").description("What is stored of a person: handed out, erased."),
            new Tag().name("Letters").description("Messages that did not arrive."),
            new Tag().name("Clock").description("Business time."),
            new Tag().name("Tokens").description("Who may come in."),
            new Tag().name("Connections").description("The systems where people work."));

    private final Examples examples = new Examples();

    Description() {}

    @Override
    public void customise(OpenAPI api) {
        api.info(new Info()
                        .title("nextbest")
                        .version("1")
                        .description(
                                "Next best action and next best product for B2B sales, as a closed loop: news goes in,"
                                        + " recommendations come out, answers and outcomes go in, and the next recommendation knows"
                                        + " of them. The organisation is that of the token. Times are business time unless they"
                                        + " say real time. Errors are problem documents (RFC 9457)."))
                .servers(List.of(new Server().url("/").description("This installation.")))
                .tags(TAGS)
                .security(List.of(new SecurityRequirement().addList("token")));
        Components components = api.getComponents();
        components.addSecuritySchemes(
                "token",
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("nb_…")
                        .description("An opaque token, made with POST /api/v1/tokens or on the command line."));
        Map<String, Schema> schemas =
                new TreeMap<>(components.getSchemas() == null ? Map.of() : components.getSchemas());
        BodySchemas.events().forEach(schemas::put);
        Shapes.all().forEach(shape -> BodySchemas.of(shape).forEach(schemas::put));
        schemas.putIfAbsent("Problem", FieldSchemas.of("object"));
        components.setSchemas(schemas);
        components.addHeaders(
                "CorrelationId",
                new Header()
                        .description("What to look for in the logs; the caller's if a good one was sent.")
                        .schema(FieldSchemas.of("string")));
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        operation.addParametersItem(new HeaderParameter()
                .name(Correlation.HEADER)
                .description("An id to find this request and what follows from it in logs.")
                .schema(FieldSchemas.of("string").maxLength(128)));
        boolean changes = !method.hasMethodAnnotation(GetMapping.class);
        if (changes && !"makeToken".equals(operation.getOperationId())) {
            operation.addParametersItem(new HeaderParameter()
                    .name(IdempotencyKeys.HEADER)
                    .description(
                            "Carries the request out once: sent again with the same key, it gets the first answer.")
                    .schema(FieldSchemas.of("string").maxLength(255)));
        }
        Set<ProblemKind> problems = EnumSet.of(
                ProblemKind.UNAUTHENTICATED,
                ProblemKind.FORBIDDEN,
                ProblemKind.TOO_MANY_REQUESTS,
                ProblemKind.INTERNAL,
                ProblemKind.UNAVAILABLE);
        if (changes) {
            problems.addAll(EnumSet.of(ProblemKind.UNDER_WAY, ProblemKind.KEY_REUSED));
        }
        for (MethodParameter parameter : method.getMethodParameters()) {
            Reads reads = parameter.getParameterAnnotation(Reads.class);
            if (reads != null) {
                describeBody(operation, reads);
                problems.addAll(EnumSet.of(
                        ProblemKind.MALFORMED,
                        ProblemKind.TOO_LARGE,
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        ProblemKind.INVALID));
            }
            if (parameter.hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class)) {
                problems.add(ProblemKind.NOT_FOUND);
            }
            if (parameter.hasParameterAnnotation(org.springframework.web.bind.annotation.RequestParam.class)) {
                problems.add(ProblemKind.INVALID);
            }
        }
        Refuses refuses = method.getMethodAnnotation(Refuses.class);
        if (refuses != null) {
            problems.addAll(List.of(refuses.value()));
        }
        describeAnswers(operation, problems);
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires != null) {
            operation.description(
                    operation.getDescription() + " Roles: " + requires.value().allowed() + ".");
        }
        return operation;
    }

    private void describeBody(Operation operation, Reads reads) {
        MediaType json = new MediaType().schema(FieldSchemas.ref(reads.value()));
        examples.request(operation.getOperationId()).ifPresent(json::setExample);
        operation.setRequestBody(new RequestBody()
                .required(!reads.optional())
                .description(Shapes.named(reads.value()).says())
                .content(new Content().addMediaType("application/json", json)));
    }

    private void describeAnswers(Operation operation, Set<ProblemKind> problems) {
        operation.getResponses().forEach((status, response) -> {
            response.addHeaderObject(Correlation.HEADER, new Header().$ref("#/components/headers/CorrelationId"));
            if (response.getDescription() == null
                    || response.getDescription().equals("OK")
                    || response.getDescription().equals("Created")
                    || response.getDescription().equals("No Content")) {
                response.setDescription("Done: " + operation.getSummary() + ".");
            }
            if (response.getContent() != null) {
                response.getContent()
                        .values()
                        .forEach(media ->
                                examples.answer(operation.getOperationId()).ifPresent(media::setExample));
            }
        });
        Map<Integer, List<ProblemKind>> byStatus = problems.stream()
                .collect(Collectors.groupingBy(ProblemKind::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, kinds) -> operation
                .getResponses()
                .addApiResponse(
                        Integer.toString(status),
                        new ApiResponse()
                                .description(kinds.stream()
                                        .map(kind -> kind.title() + " (" + kind.type() + ").")
                                        .collect(Collectors.joining(" ")))
                                .content(new Content()
                                        .addMediaType(
                                                Problem.MEDIA_TYPE,
                                                new MediaType().schema(FieldSchemas.ref("Problem"))))));
    }
}
