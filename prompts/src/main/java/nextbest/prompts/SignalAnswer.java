package nextbest.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.signal.SignalType;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answer to the prompt {@code signals}. A signal whose words do not stand in the text is dropped. The words are kept to
 * show where a signal comes from; they are a buyer's, and no card quotes them.
 */
public final class SignalAnswer {
    private static final int MOST_SIGNALS = 20;
    private static final int MOST_SPAN = 400;

    private SignalAnswer() {}

    /**
     * A signal and the words that it rests on.
     *
     * @param from where the words begin in the text
     */
    public record Found(SignalType type, String span, int from) {}

    /** The variables of the prompt for a text: cleaned, bounded, and unable to end its data block. */
    public static Map<String, String> variables(String text) {
        return Map.of(
                "types",
                Arrays.stream(SignalType.values()).map(SignalType::key).collect(Collectors.joining(", ")),
                "text",
                source(text));
    }

    /** The text as it is sent: the first 6,000 characters. */
    public static String source(String text) {
        return PlainText.of(text, 6_000).replace('<', '(').replace('>', ')');
    }

    /**
     * The signals that stand in the text, each once.
     *
     * @param source as {@link #source} made it
     * @throws UnreadableAnswer if the schema does not allow the answer
     */
    public static List<Found> read(String answer, String source) throws UnreadableAnswer {
        JsonNode object = AnswerJson.object(answer);
        AnswerJson.only(object, Set.of("signals"));
        List<Found> found = new ArrayList<>();
        for (JsonNode signal : AnswerJson.array(object, "signals", MOST_SIGNALS)) {
            AnswerJson.only(signal, Set.of("type", "span"));
            String span = AnswerJson.text(signal, "span", MOST_SPAN);
            int from = source.indexOf(span);
            type(AnswerJson.text(signal, "type", MOST_SPAN))
                    .filter(type -> from >= 0 && found.stream().noneMatch(f -> f.type() == type))
                    .ifPresent(type -> found.add(new Found(type, span, from)));
        }
        return List.copyOf(found);
    }

    private static Optional<SignalType> type(String key) {
        return Arrays.stream(SignalType.values())
                .filter(type -> type.key().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
