package nextbest.prompts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nextbest.recommendation.grounding.Dossier;
import nextbest.recommendation.grounding.Draft;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is sent to a model about one card, and how its answer is put back into the words of the deal. Names of people, of the
 * buyer's company and of the deal are replaced by placeholders unless the organisation wants them sent.
 *
 * @param prompt which prompt, with the schema of this card's answer
 * @param user its user part, filled
 * @param placeholders what stands for which name
 */
public record CardRequest(Prompt prompt, String user, Map<String, String> placeholders) {
    /** Characters of a buyer's remark that are sent, at most. */
    public static final int MOST_REMARK = 300;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_REMARKS = 3;
    private static final int MOST_WHY = 3;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\b(?:PERSON|CLIENT|DEAL)_\\d+\\b");

    public CardRequest {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(user, "user");
        placeholders = Map.copyOf(placeholders);
    }

    /**
     * Writes the request.
     *
     * @param remarks what the buyer wrote; it is cleaned, cut and marked as data, and never lent to the draft
     * @param withNames whether names are sent as they are
     */
    public static CardRequest of(Prompt prompt, Dossier dossier, List<String> remarks, boolean withNames) {
        Map<String, String> placeholders = new LinkedHashMap<>();
        List<String> called = new ArrayList<>();
        for (int i = 0; i < dossier.names().size(); i++) {
            Dossier.Name name = dossier.names().get(i);
            if (withNames || name.kind() == Dossier.NameKind.TERM) {
                called.add(name.text());
            } else {
                String placeholder = name.kind() + "_" + (i + 1);
                placeholders.put(placeholder, name.text());
                called.add(placeholder);
            }
        }
        Map<String, String> values = new HashMap<>(Map.of(
                "items", lines(dossier, called),
                "card", card(dossier, called),
                "remarks", data(remarks, placeholders),
                "most", Integer.toString(MOST_WHY)));
        values.keySet().retainAll(prompt.variables());
        return new CardRequest(
                prompt.withSchema(CardSchema.of(prompt.schema(), dossier, MOST_WHY)),
                prompt.fill(values),
                placeholders);
    }

    /** All items, one a line. */
    private static String lines(Dossier dossier, List<String> called) {
        return dossier.items().stream()
                .map(item -> item.id() + ": " + spoken(item, called))
                .collect(Collectors.joining("\n"));
    }

    /** What is to be put into better words, of the shape of the answer. */
    private static String card(Dossier dossier, List<String> called) {
        ObjectNode card = JSON.createObjectNode();
        ObjectNode why = card.putObject("why");
        ObjectNode how = card.putObject("how");
        for (Dossier.Item item : dossier.items()) {
            String sentence = spoken(item, called).replaceFirst("(?<![.!?])$", ".");
            if (item.kind() == Dossier.Kind.REASON && why.size() < MOST_WHY) {
                why.put(item.id(), sentence);
            } else if (item.kind() == Dossier.Kind.STEP) {
                how.put(item.id(), sentence);
            }
        }
        return JSON.writeValueAsString(card);
    }

    /** An item with what its names are called. */
    private static String spoken(Dossier.Item item, List<String> called) {
        String text = item.text();
        for (int i = 0; i < called.size(); i++) {
            text = text.replace(Dossier.marker(i), called.get(i));
        }
        return text;
    }

    /** Buyer's words that cannot end the data block, and that name nobody who has a placeholder. */
    private static String data(List<String> remarks, Map<String, String> placeholders) {
        List<String> clean = new ArrayList<>();
        for (String remark : remarks.stream().limit(MOST_REMARKS).toList()) {
            String text = PlainText.of(remark, MOST_REMARK).replace('<', '(').replace('>', ')');
            for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
                text = text.replace(placeholder.getValue(), placeholder.getKey());
            }
            if (!text.isBlank()) {
                clean.add(text);
            }
        }
        return clean.isEmpty() ? "(nothing)" : String.join("\n", clean);
    }

    /** The draft with the names of the deal. A placeholder that was never given stays, and the check refuses it. */
    public Draft restored(Draft draft) {
        return new Draft(
                draft.why().stream().map(this::restored).toList(),
                draft.how().stream().map(this::restored).toList());
    }

    private Draft.Sentence restored(Draft.Sentence sentence) {
        return new Draft.Sentence(
                PLACEHOLDER
                        .matcher(sentence.text())
                        .replaceAll(found ->
                                Matcher.quoteReplacement(placeholders.getOrDefault(found.group(), found.group()))),
                sentence.restsOn());
    }
}
