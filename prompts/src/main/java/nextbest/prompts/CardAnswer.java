package nextbest.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nextbest.recommendation.grounding.Draft;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answer to the prompt {@code card}, as strictly as its schema says: of version 1 lists of sentences that name their items,
 * since version 2 one sentence by the id of its item.
 */
public final class CardAnswer {
    private static final int MOST_SENTENCES = 8;
    private static final int MOST_TEXT = 400;
    private static final int MOST_ITEMS = 6;

    private CardAnswer() {}

    /**
     * The draft.
     *
     * @throws UnreadableAnswer if the schema does not allow the answer
     */
    public static Draft read(String answer) throws UnreadableAnswer {
        JsonNode object = AnswerJson.object(answer);
        AnswerJson.only(object, Set.of("why", "how"));
        Draft draft = new Draft(sentences(object, "why"), sentences(object, "how"));
        if (draft.why().isEmpty()) {
            throw AnswerJson.wrong("'why' must have at least one sentence");
        }
        return draft;
    }

    private static List<Draft.Sentence> sentences(JsonNode object, String part) throws UnreadableAnswer {
        List<Draft.Sentence> sentences = new ArrayList<>();
        JsonNode byId = object.get(part);
        if (byId != null && byId.isObject()) {
            if (byId.size() > MOST_SENTENCES) {
                throw AnswerJson.wrong("'" + part + "' must have at most " + MOST_SENTENCES + " sentences");
            }
            for (String id : byId.propertyNames()) {
                sentences.add(new Draft.Sentence(AnswerJson.text(byId, id, MOST_TEXT), List.of(id)));
            }
            return sentences;
        }
        for (JsonNode sentence : AnswerJson.array(object, part, MOST_SENTENCES)) {
            AnswerJson.only(sentence, Set.of("text", "items"));
            List<String> items = new ArrayList<>();
            for (JsonNode item : AnswerJson.array(sentence, "items", MOST_ITEMS)) {
                if (!item.isString()) {
                    throw AnswerJson.wrong("'items' must be a list of ids");
                }
                items.add(item.asString());
            }
            if (items.isEmpty()) {
                throw AnswerJson.wrong("'items' must name at least one item");
            }
            sentences.add(new Draft.Sentence(AnswerJson.text(sentence, "text", MOST_TEXT), items));
        }
        return sentences;
    }
}
