package nextbest.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what models answer: one JSON object, perhaps in a fence, and nothing else. */
final class AnswerJson {
    /** Longer answers are not read. */
    static final int MOST = 20_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerJson() {}

    static JsonNode object(String answer) throws UnreadableAnswer {
        if (answer == null || answer.isBlank()) {
            throw new UnreadableAnswer(UnreadableAnswer.Kind.EMPTY, "the answer is empty");
        }
        if (answer.length() > MOST) {
            throw new UnreadableAnswer(
                    UnreadableAnswer.Kind.TOO_LONG,
                    "an answer has at most " + MOST + " characters, but this has " + answer.length());
        }
        String json = answer.strip();
        if (json.startsWith("```")) {
            json = json.replaceFirst("^```[a-z]*\\s*", "").replaceFirst("\\s*```$", "");
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw new UnreadableAnswer(UnreadableAnswer.Kind.NO_JSON, "the answer is not one whole JSON object");
        }
        throw wrong("the answer must be a JSON object");
    }

    static UnreadableAnswer wrong(String message) {
        return new UnreadableAnswer(UnreadableAnswer.Kind.WRONG_SHAPE, message);
    }

    /** @param most entries */
    static List<JsonNode> array(JsonNode object, String name, int most) throws UnreadableAnswer {
        JsonNode array = object.get(name);
        if (array == null || !array.isArray() || array.size() > most) {
            throw wrong("'" + name + "' must be a list of at most " + most);
        }
        List<JsonNode> entries = new ArrayList<>();
        array.forEach(entries::add);
        return entries;
    }

    static String text(JsonNode object, String name, int most) throws UnreadableAnswer {
        JsonNode text = object.get(name);
        if (text == null
                || !text.isString()
                || text.asString().isEmpty()
                || text.asString().length() > most) {
            throw wrong("'" + name + "' must be a text of 1 to " + most + " characters");
        }
        return text.asString();
    }

    static void only(JsonNode object, Set<String> names) throws UnreadableAnswer {
        if (!object.isObject() || !new TreeSet<>(object.propertyNames()).equals(new TreeSet<>(names))) {
            throw wrong("an object must have exactly " + new TreeSet<>(names));
        }
    }
}
