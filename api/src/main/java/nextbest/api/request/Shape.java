package nextbest.api.request;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nextbest.api.problem.Refusal;
import nextbest.event.FieldType;
import nextbest.event.Violation;

/**
 * What may be in the body of a request. The same description checks bodies and writes the schema of the OpenAPI document,
 * so the two cannot differ.
 *
 * @param name of the schema
 * @param says what the body is, as a sentence
 * @param parts in the order in which they are described
 */
public record Shape(String name, String says, List<Part> parts) {
    public Shape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(says, "says");
        parts = List.copyOf(parts);
    }

    /**
     * One member of a body.
     *
     * @param says what it means, as a sentence
     */
    public record Part(String name, boolean required, String says, Form form) {}

    /** What a member may hold. */
    public sealed interface Form {
        /** A value of the kinds that events know too. */
        record Value(FieldType type) implements Form {}

        /** A list of objects. */
        record Objects(Shape item, int min, int max) implements Form {}

        /** A list of objects that are read one by one, each with its own answer. */
        record Items(String schema, int min, int max) implements Form {}
    }

    public static Part must(String name, FieldType type, String says) {
        return new Part(name, true, says, new Form.Value(type));
    }

    public static Part may(String name, FieldType type, String says) {
        return new Part(name, false, says, new Form.Value(type));
    }

    public static FieldType text(int max) {
        return new FieldType.Text(max);
    }

    public static FieldType moment() {
        return new FieldType.Moment();
    }

    public static FieldType whole(long min, long max) {
        return new FieldType.Whole(min, max);
    }

    public static FieldType decimal(String min, String max) {
        return new FieldType.Decimal(new BigDecimal(min), new BigDecimal(max));
    }

    public static FieldType flag() {
        return new FieldType.Flag();
    }

    /** The names of an enum's constants. */
    public static <E extends Enum<E>> FieldType oneOf(Class<E> type) {
        Set<String> names = new java.util.TreeSet<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name());
        }
        return new FieldType.Choice(names);
    }

    /**
     * Reads a body.
     *
     * @throws Refusal with every violation
     */
    public Body read(Map<String, Object> json) {
        List<Violation> violations = new ArrayList<>();
        Body body = read(json, "", violations);
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        return body;
    }

    /** Reads a body or a part of one, and adds what is not allowed to {@code violations}. */
    public Body read(Map<String, Object> json, String path, List<Violation> violations) {
        return read(json, path, violations, List.of());
    }

    /**
     * As {@link #read(Map, String, List)}.
     *
     * @param elsewhere members that may be there as well and are read by somebody else
     */
    public Body read(Map<String, Object> json, String path, List<Violation> violations, List<String> elsewhere) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Part part : parts) {
            Object seen = json.get(part.name());
            if (seen == null) {
                if (part.required()) {
                    violations.add(new Violation(path + part.name(), "nothing", allowed(part.form())));
                }
            } else {
                readPart(part, seen, path, values, violations);
            }
        }
        json.keySet().stream()
                .filter(name -> parts.stream().noneMatch(part -> part.name().equals(name)) && !elsewhere.contains(name))
                .forEach(name -> violations.add(
                        new Violation(path + cut(name), "a member that is not known here", members(elsewhere))));
        return new Body(values);
    }

    private String members(List<String> elsewhere) {
        List<String> names = new ArrayList<>();
        parts.forEach(part -> names.add(part.name()));
        names.addAll(elsewhere);
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static void readPart(
            Part part, Object seen, String path, Map<String, Object> values, List<Violation> violations) {
        switch (part.form()) {
            case Form.Value(FieldType type) -> {
                try {
                    values.put(part.name(), type.read(seen));
                } catch (FieldType.NotAllowed e) {
                    violations.add(new Violation(path + part.name(), String.valueOf(seen), type.allowed()));
                }
            }
            case Form.Objects(Shape item, int min, int max) -> {
                List<Map<String, Object>> objects = objects(part, seen, min, max, path, violations);
                List<Body> bodies = new ArrayList<>();
                for (int i = 0; i < objects.size(); i++) {
                    bodies.add(item.read(objects.get(i), path + part.name() + "[" + i + "].", violations));
                }
                values.put(part.name(), bodies);
            }
            case Form.Items(String schema, int min, int max) ->
                values.put(part.name(), list(part, seen, min, max, path, violations));
        }
    }

    private static List<Map<String, Object>> objects(
            Part part, Object seen, int min, int max, String path, List<Violation> violations) {
        List<?> list = list(part, seen, min, max, path, violations);
        List<Map<String, Object>> objects = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked") // JSON objects have text keys
                Map<String, Object> object = (Map<String, Object>) map;
                objects.add(object);
            } else {
                violations.add(
                        new Violation(path + part.name() + "[" + i + "]", String.valueOf(list.get(i)), "an object"));
            }
        }
        return objects;
    }

    private static List<?> list(Part part, Object seen, int min, int max, String path, List<Violation> violations) {
        if (!(seen instanceof List<?> list) || list.size() < min || list.size() > max) {
            violations.add(new Violation(
                    path + part.name(),
                    seen instanceof List<?> list ? list.size() + " items" : String.valueOf(seen),
                    allowed(part.form())));
            return List.of();
        }
        return list;
    }

    private static String allowed(Form form) {
        return switch (form) {
            case Form.Value(FieldType type) -> type.allowed();
            case Form.Objects(Shape item, int min, int max) -> "a list of " + min + " to " + max + " objects";
            case Form.Items(String schema, int min, int max) -> "a list of " + min + " to " + max + " objects";
        };
    }

    private static String cut(String name) {
        return new Violation("", name, "").seen();
    }
}
