package nextbest.prompts;

import java.util.List;
import nextbest.recommendation.grounding.Dossier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of an answer about one card: a sentence for each of its first reasons and for each of its steps, by id. An endpoint
 * that keeps to schemas then cannot invent an item, leave one out, or write without end.
 */
final class CardSchema {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CardSchema() {}

    /**
     * The schema for a card.
     *
     * @param schema of a prompt; one whose sentences are not by id stays as it is
     * @param reasons how many, at most
     */
    static String of(String schema, Dossier dossier, int reasons) {
        ObjectNode root = (ObjectNode) JSON.readTree(schema);
        if (!root.at("/properties/why").path("type").asString("").equals("object")) {
            return schema;
        }
        name(root, "why", ids(dossier, Dossier.Kind.REASON, reasons));
        name(root, "how", ids(dossier, Dossier.Kind.STEP, Integer.MAX_VALUE));
        return root.toString();
    }

    private static List<String> ids(Dossier dossier, Dossier.Kind kind, int most) {
        return dossier.items().stream()
                .filter(item -> item.kind() == kind)
                .map(Dossier.Item::id)
                .limit(most)
                .toList();
    }

    private static void name(ObjectNode root, String part, List<String> ids) {
        ObjectNode sentences = (ObjectNode) root.at("/properties/" + part);
        var sentence = sentences.remove("additionalProperties");
        sentences.put("additionalProperties", false);
        ObjectNode properties = sentences.putObject("properties");
        ArrayNode required = sentences.putArray("required");
        for (String id : ids) {
            properties.set(id, sentence.deepCopy());
            required.add(id);
        }
    }
}
