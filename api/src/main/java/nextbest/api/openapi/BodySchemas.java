package nextbest.api.openapi;

import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nextbest.api.event.EventShapes;
import nextbest.api.request.Shape;
import nextbest.event.EventType;
import nextbest.event.Field;

/** The schemas of what the API reads: bodies by their shapes, events by their types. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the model of the description has raw types in its signatures
final class BodySchemas {
    private BodySchemas() {}

    /** A body, with the schemas that it refers to. */
    static Map<String, Schema<?>> of(Shape shape) {
        Map<String, Schema<?>> schemas = new LinkedHashMap<>();
        add(shape, schemas);
        return schemas;
    }

    private static void add(Shape shape, Map<String, Schema<?>> schemas) {
        Schema<Object> object = FieldSchemas.of("object").description(shape.says());
        List<String> required = new ArrayList<>();
        for (Shape.Part part : shape.parts()) {
            object.addProperty(part.name(), of(part, schemas));
            if (part.required()) {
                required.add(part.name());
            }
        }
        if (!required.isEmpty()) {
            object.setRequired(required);
        }
        object.additionalProperties(false);
        schemas.put(shape.name(), object);
    }

    private static Schema<Object> of(Shape.Part part, Map<String, Schema<?>> schemas) {
        Schema<Object> schema = switch (part.form()) {
            case Shape.Form.Value(var type) -> part.required() ? FieldSchemas.of(type) : FieldSchemas.orNull(type);
            case Shape.Form.Objects(Shape item, int min, int max) -> {
                add(item, schemas);
                yield FieldSchemas.of("array")
                        .items(FieldSchemas.ref(item.name()))
                        .minItems(min)
                        .maxItems(max);
            }
            case Shape.Form.Items(String name, int min, int max) ->
                FieldSchemas.of("array")
                        .items(FieldSchemas.ref(name))
                        .minItems(min)
                        .maxItems(max);
        };
        return schema.description(part.says());
    }

    /** One schema per event type, and {@code Event} for any of them. */
    static Map<String, Schema<?>> events() {
        Map<String, Schema<?>> schemas = new LinkedHashMap<>(of(EventShapes.subject()));
        Schema<Object> any = FieldSchemas.empty().description("One piece of news; its type says which fields it has.");
        Discriminator discriminator = new Discriminator().propertyName("type");
        List<Schema> each = new ArrayList<>();
        for (EventType type : EventType.values()) {
            String name = nameOf(type);
            schemas.put(name + "Data", data(type));
            schemas.put(name + "Event", event(type, name));
            each.add(FieldSchemas.ref(name + "Event"));
            discriminator.mapping(type.wire(), "#/components/schemas/" + name + "Event");
        }
        any.setOneOf(each);
        any.setDiscriminator(discriminator);
        schemas.put("Event", any);
        return schemas;
    }

    private static Schema<Object> event(EventType type, String name) {
        Schema<Object> event = FieldSchemas.of("object").description("News of type " + type.wire() + ".");
        List<String> required = new ArrayList<>();
        for (Shape.Part part : EventShapes.envelope().parts()) {
            event.addProperty(
                    part.name(),
                    part.name().equals("type")
                            ? FieldSchemas.choice(Set.of(type.wire()))
                            : of(part, new LinkedHashMap<>()));
            if (part.required()) {
                required.add(part.name());
            }
        }
        event.addProperty("subject", subject(type));
        event.addProperty("data", FieldSchemas.ref(name + "Data"));
        required.add("data");
        switch (type.about()) {
            case DEAL, CLIENT, SUBJECT -> required.add("subject");
            case ANY, NOTHING -> {}
        }
        event.setRequired(required);
        event.additionalProperties(false);
        return event;
    }

    private static Schema<Object> subject(EventType type) {
        return switch (type.about()) {
            case DEAL, CLIENT, SUBJECT -> FieldSchemas.ref(EventShapes.subject().name());
            case ANY ->
                FieldSchemas.empty()
                        .anyOf(List.of(FieldSchemas.ref(EventShapes.subject().name()), FieldSchemas.of("null")));
            case NOTHING -> FieldSchemas.of("null").description("News of this type is not about a deal or client.");
        };
    }

    private static Schema<Object> data(EventType type) {
        Schema<Object> data = FieldSchemas.of("object")
                .description("The fields of " + type.wire()
                        + ". A null says that the value is known to be absent; a missing field says nothing.");
        List<String> required = new ArrayList<>();
        for (Field field : type.fields().values()) {
            data.addProperty(
                    field.name(), field.required() ? FieldSchemas.of(field.type()) : FieldSchemas.orNull(field.type()));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            data.setRequired(required);
        }
        data.additionalProperties(false);
        return data;
    }

    /** {@code stage-change} is {@code StageChange}. */
    private static String nameOf(EventType type) {
        StringBuilder name = new StringBuilder();
        for (String word : type.wire().split("-", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString().equals("StageChange") ? "StageMove" : name.toString();
    }
}
