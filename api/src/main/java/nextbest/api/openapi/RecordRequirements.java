package nextbest.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A component of a record is always in the answer, unless it is Optional or left out when empty. */
@Component
final class RecordRequirements implements ModelConverter {
    RecordRequirements() {}

    @Override
    public Schema<?> resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json.mapper().constructType(type.getType());
        if (schema != null && java != null && java.getRawClass().isRecord()) {
            Schema<?> model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().substring("#/components/schemas/".length()));
            if (model != null && model.getProperties() != null) {
                require(java.getRawClass(), model);
            }
        }
        return schema;
    }

    private static void require(Class<?> record, Schema<?> model) {
        for (RecordComponent component : record.getRecordComponents()) {
            JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
            boolean mayMiss = component.getType() == Optional.class
                    || (include != null && include.value() == JsonInclude.Include.NON_EMPTY);
            boolean known = model.getProperties().containsKey(component.getName());
            boolean named = model.getRequired() != null && model.getRequired().contains(component.getName());
            if (!mayMiss && known && !named) {
                model.addRequiredItem(component.getName());
            }
        }
    }
}
