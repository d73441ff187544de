package nextbest.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nextbest.signal.FoundSignal;
import nextbest.signal.SignalReader;
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
     * The signals that stand in the text, each type once, with the words as the text has them.
     *
     * @param text what was read, as it is; white space counts for nothing
     * @throws UnreadableAnswer if the schema does not allow the answer
     */
    public static List<FoundSignal> read(String answer, String text) throws UnreadableAnswer {
        JsonNode object = AnswerJson.object(answer);
        AnswerJson.only(object, Set.of("signals"));
        List<FoundSignal> found = new ArrayList<>();
        for (JsonNode signal : AnswerJson.array(object, "signals", MOST_SIGNALS)) {
            AnswerJson.only(signal, Set.of("type", "span"));
            Optional<SignalType> type = type(AnswerJson.text(signal, "type", MOST_SPAN));
            Optional<Matcher> place = place(AnswerJson.text(signal, "span", MOST_SPAN), text);
            if (type.isPresent()
                    && place.isPresent()
                    && found.size() < SignalReader.MOST
                    && found.stream().noneMatch(f -> f.type() == type.get())) {
                found.add(new FoundSignal(
                        type.get(), place.get().group(), place.get().start()));
            }
        }
        return List.copyOf(found);
    }

    private static Optional<Matcher> place(String span, String text) {
        List<String> words = Pattern.compile("[\\s\\p{Z}]+")
                .splitAsStream(span.strip())
                .filter(word -> !word.isEmpty())
                .map(Pattern::quote)
                .toList();
        Matcher place = Pattern.compile(String.join("[\\s\\p{Z}]+", words)).matcher(text);
        return !words.isEmpty() && place.find() ? Optional.of(place) : Optional.empty();
    }

    private static Optional<SignalType> type(String key) {
        return Arrays.stream(SignalType.values())
                .filter(type -> type.key().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
