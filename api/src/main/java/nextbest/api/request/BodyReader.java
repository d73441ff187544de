package nextbest.api.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON bodies into plain values and checks them. Strict where leniency would hide a mistake: a member that is named
 * twice and anything after the end are errors. {@code null} stays what it is: "known to be absent" in an event's data.
 */
@Component
public final class BodyReader implements HandlerMethodArgumentResolver {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    BodyReader() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Reads.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest webRequest,
            WebDataBinderFactory binders)
            throws IOException, HttpMediaTypeNotSupportedException {
        HttpServletRequest request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        Reads reads = Objects.requireNonNull(parameter.getParameterAnnotation(Reads.class));
        Shape shape = Shapes.named(reads.value());
        byte[] bytes = request.getInputStream().readAllBytes();
        if (bytes.length == 0) {
            if (reads.optional()) {
                return shape.read(Map.of());
            }
            throw Refusal.of(ProblemKind.MALFORMED, "the body is empty; allowed is a JSON object: " + shape.says());
        }
        String type = request.getContentType();
        if (type == null || !MediaType.APPLICATION_JSON.isCompatibleWith(mediaType(type))) {
            throw new HttpMediaTypeNotSupportedException(
                    type == null ? null : mediaType(type), java.util.List.of(MediaType.APPLICATION_JSON));
        }
        return shape.read(parse(bytes));
    }

    private static MediaType mediaType(String text) {
        try {
            return MediaType.parseMediaType(text);
        } catch (org.springframework.http.InvalidMediaTypeException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }

    private static Map<String, Object> parse(byte[] bytes) throws IOException {
        try {
            Map<String, Object> object = STRICT.readValue(bytes, new TypeReference<Map<String, Object>>() {});
            if (object == null) {
                throw Refusal.of(ProblemKind.MALFORMED, "the body is null; allowed is a JSON object");
            }
            return object;
        } catch (JacksonIOException e) {
            throw new IOException(e);
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            throw Refusal.of(
                    ProblemKind.MALFORMED,
                    "the body is not one JSON object in UTF-8"
                            + (where == null
                                    ? ""
                                    : "; reading stopped at line " + where.getLineNr() + ", column "
                                            + where.getColumnNr())
                            + ". Expected an object such as {\"events\": [...]} with every name once, and nothing after"
                            + " it");
        }
    }
}
