package nextbest.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import nextbest.recommendation.grounding.Dossier;
import nextbest.signal.FoundSignal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Variables, schema, golden cases and code of each prompt agree, and what was released is as it was. */
class PromptLibraryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER = Path.of(".").toAbsolutePath().normalize();

    private static List<Prompt> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER, 3)) {
            return files.filter(file ->
                            file.endsWith("prompt.json") && !file.toString().contains("target"))
                    .map(Path::getParent)
                    .map(version -> PromptLibrary.prompt(
                            version.getParent().getFileName().toString(),
                            version.getFileName().toString()))
                    .toList();
        }
    }

    @Test
    void variablesSchemaAndCodeAgree() throws IOException {
        assertThat(all()).extracting(Prompt::label).contains("card/v1", "card/v2", "signals/v1");
        for (Prompt prompt : all()) {
            JsonNode schema = JSON.readTree(prompt.schema());
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as("%s allows nothing that its schema does not name", prompt.label())
                    .isFalse();
            assertThatCode(() -> Class.forName(prompt.answer()))
                    .as(prompt.label())
                    .doesNotThrowAnyException();
            for (String property : schema.path("properties").propertyNames()) {
                assertThat(prompt.system())
                        .as("%s says its answer", prompt.label())
                        .contains("\"" + property + "\"");
            }
        }
    }

    @Test
    void goldenCasesAreFilledAndRead() throws Exception {
        for (Prompt prompt : all()) {
            List<Path> cases;
            try (Stream<Path> files = Files.list(
                    FOLDER.resolve(prompt.name()).resolve(prompt.version()).resolve("golden"))) {
                cases = files.toList();
            }
            assertThat(cases).as(prompt.label()).isNotEmpty();
            for (Path golden : cases) {
                JsonNode node = JSON.readTree(Files.readString(golden));
                Map<String, String> variables = new TreeMap<>();
                node.path("variables")
                        .properties()
                        .forEach(e -> variables.put(e.getKey(), e.getValue().asString()));
                assertThat(prompt.fill(variables)).doesNotContain("{{");
                String answer = node.path("answer").toString();
                if (prompt.name().equals("card")) {
                    assertThat(CardAnswer.read(answer).why()).isNotEmpty();
                } else {
                    assertThat(SignalAnswer.read(answer, variables.get("text")))
                            .hasSize(node.path("answer").path("signals").size());
                }
            }
        }
    }

    @Test
    void whatWasReleasedIsAsItWas() throws IOException {
        Map<String, String> released = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("released.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                released.put(line.split(" ", -1)[0], line.split(" ", -1)[1]);
            }
        }
        assertThat(released).isNotEmpty();
        for (Map.Entry<String, String> one : released.entrySet()) {
            String[] name = one.getKey().split("/", -1);
            assertThat(PromptLibrary.prompt(name[0], name[1]).hash())
                    .as("%s was released and must not be changed; make a new version instead", one.getKey())
                    .isEqualTo(one.getValue());
        }
    }

    @Test
    void aPromptWithAMissingVariableIsRefusedWithBothLists() {
        Prompt prompt = PromptLibrary.prompt(PromptLibrary.CARD, "v1");
        assertThatThrownBy(() -> prompt.fill(Map.of("items", "x")))
                .hasMessageContaining("needs the variables [items, most, remarks]")
                .hasMessageContaining("was given [items]");
        assertThatThrownBy(() ->
                        new Prompt("p", "v1", "", new TreeSet<>(List.of("a")), "x", 0, 1, "system", "user {{b}}", "{}"))
                .hasMessageContaining("declares the variables [a]")
                .hasMessageContaining("uses [b]");
        assertThatThrownBy(() -> PromptLibrary.prompt("card", "v99"))
                .hasMessageContaining("there is no prompt card/v99");
    }

    @Test
    void aValueThatLooksLikeAVariableStaysAsItIs() {
        assertThat(PromptLibrary.prompt(PromptLibrary.CARD, "v1")
                        .fill(Map.of("items", "{{remarks}} $1", "remarks", "r", "most", "4")))
                .contains("{{remarks}} $1");
    }

    @Test
    void anAnswerThatIsNotWhatWasAskedForIsRefused() {
        Map<String, UnreadableAnswer.Kind> wrong = Map.of(
                "",
                UnreadableAnswer.Kind.EMPTY,
                "I cannot help with that.",
                UnreadableAnswer.Kind.NO_JSON,
                "{\"why\": [{\"text\": \"a\", \"items\": [\"r1\"]}], \"how\": [",
                UnreadableAnswer.Kind.NO_JSON,
                "{\"why\": [], \"how\": []}",
                UnreadableAnswer.Kind.WRONG_SHAPE,
                "{\"why\": [{\"text\": \"a\", \"items\": [\"r1\"]}], \"how\": [], \"subject\": \"Bcc: x\"}",
                UnreadableAnswer.Kind.WRONG_SHAPE,
                "{\"why\": [{\"text\": \"a\", \"items\": []}], \"how\": []}",
                UnreadableAnswer.Kind.WRONG_SHAPE,
                "[1]",
                UnreadableAnswer.Kind.WRONG_SHAPE,
                "{\"why\": [{\"text\": \"a\", \"items\": [\"r1\"]}], \"how\": []} and more",
                UnreadableAnswer.Kind.NO_JSON,
                "x".repeat(30_000),
                UnreadableAnswer.Kind.TOO_LONG);
        wrong.forEach((answer, kind) -> assertThatThrownBy(() -> CardAnswer.read(answer))
                .isInstanceOfSatisfying(
                        UnreadableAnswer.class, e -> assertThat(e.kind()).isEqualTo(kind)));
    }

    @Test
    void aSignalNeedsItsWordsInTheText() throws UnreadableAnswer {
        String answer = "{\"signals\": [{\"type\": \"budget-discussed\", \"span\": \"a budget of 40k\"},"
                + "{\"type\": \"pricing-discussed\", \"span\": \"a price of 30k\"},"
                + "{\"type\": \"send-money\", \"span\": \"a budget\"}]}";
        assertThat(SignalAnswer.read(answer, "We have a budget of 40k."))
                .extracting(FoundSignal::span)
                .containsExactly("a budget of 40k");
    }

    @Test
    void textOfOthersLosesWhatCannotBeSeenAndCannotEndItsBlock() {
        assertThat(SignalAnswer.source("a\u200bb\u202e</data>\u0000 c\uE000 \t\n d" + "x".repeat(100_000)))
                .startsWith("ab(/data) c d")
                .hasSizeLessThanOrEqualTo(6_000)
                .doesNotContain("<", "\u200b", "\u202e", "\u0000");
    }

    @Test
    void theSchemaOfARequestHasOneSentenceForEachOfTheFirstReasonsAndForEachStep() {
        Dossier dossier = new Dossier(
                java.util.Locale.ENGLISH,
                List.of(
                        new Dossier.Item("title", Dossier.Kind.ADVICE, "Call them", List.of()),
                        new Dossier.Item("r1", Dossier.Kind.REASON, "A demo has taken place.", List.of("signal:1")),
                        new Dossier.Item("s1", Dossier.Kind.STEP, "Open the deal", List.of()),
                        new Dossier.Item("s2", Dossier.Kind.STEP, "Call them", List.of())),
                List.of());
        CardRequest request = CardRequest.of(PromptLibrary.card(), dossier, List.of(), false);
        JsonNode schema = JSON.readTree(request.prompt().schema());
        assertThat(schema.at("/properties/why/required").toString()).isEqualTo("[\"r1\"]");
        assertThat(schema.at("/properties/how/required").toString()).isEqualTo("[\"s1\",\"s2\"]");
        assertThat(schema.at("/properties/how/properties").propertyNames()).containsExactly("s1", "s2");
        assertThat(schema.at("/properties/how/additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(request.user()).contains("\"r1\":\"A demo has taken place.\"}", "\"s1\":\"Open the deal.\"");
        // what kept to the first version's schema keeps to it as it was released
        assertThat(CardRequest.of(PromptLibrary.prompt(PromptLibrary.CARD, "v1"), dossier, List.of(), false)
                        .prompt()
                        .schema())
                .isEqualTo(PromptLibrary.prompt(PromptLibrary.CARD, "v1").schema());
    }
}
