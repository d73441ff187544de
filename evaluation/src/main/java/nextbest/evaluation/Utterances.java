package nextbest.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nextbest.topics.LabelledText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Utterances with several labels each: JSON lists of objects with a text and intents (or labels), the
 * same one object per line, or lines with labels and a text, the labels separated by {@code |}, {@code ,}, {@code ;} or
 * {@code +}. A file without a text (an ontology, for example) is named as left out.
 */
record Utterances(List<LabelledText> texts, List<Path> leftOut) {
    private static final List<String> TEXT = List.of("text", "utterance", "sentence", "query");
    private static final List<String> LABELS = List.of("intents", "labels", "intent", "label", "topics");

    static Utterances read(List<Path> files) {
        List<LabelledText> texts = new ArrayList<>();
        List<Path> leftOut = new ArrayList<>();
        for (Path file : files) {
            List<LabelledText> found = read(file);
            texts.addAll(found);
            if (found.isEmpty()) {
                leftOut.add(file);
            }
        }
        return new Utterances(texts, leftOut);
    }

    private static List<LabelledText> read(Path file) {
        List<String> lines = LabelledLines.lines(file);
        char first = lines.getFirst().strip().charAt(0);
        if (first != '[' && first != '{') {
            return ofLines(LabelledLines.read(file));
        }
        ObjectMapper json = new ObjectMapper();
        List<LabelledText> texts = new ArrayList<>();
        try {
            boolean perLine = first == '{'
                    && lines.size() > 1
                    && lines.stream()
                            .allMatch(
                                    l -> l.strip().startsWith("{") && l.strip().endsWith("}"));
            List<String> documents = perLine ? lines : List.of(String.join("\n", lines));
            for (String document : documents) {
                JsonNode node = json.readTree(document);
                for (JsonNode item : node.isArray() ? node : List.of(node)) {
                    add(item, texts);
                }
            }
        } catch (JacksonException e) {
            throw BadData.inFile(file, "is not JSON: " + e.getOriginalMessage());
        }
        return texts;
    }

    private static void add(JsonNode item, List<LabelledText> texts) {
        String text = TEXT.stream()
                .filter(item::has)
                .map(n -> item.get(n).asString())
                .findFirst()
                .orElse("");
        if (text.isBlank()) {
            return;
        }
        Set<String> labels = new LinkedHashSet<>();
        LABELS.stream().filter(item::has).findFirst().map(item::get).ifPresent(node -> {
            if (node.isArray()) {
                node.forEach(l -> labels.add(l.asString()));
            } else {
                labels.addAll(split(node.asString()));
            }
        });
        texts.add(new LabelledText(text, labels));
    }

    private static List<LabelledText> ofLines(LabelledLines lines) {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < lines.texts().size(); i++) {
            texts.add(new LabelledText(
                    lines.texts().get(i),
                    new LinkedHashSet<>(split(lines.labels().get(i)))));
        }
        return texts;
    }

    private static List<String> split(String labels) {
        return Arrays.stream(labels.split("[|,;+]"))
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .toList();
    }
}
