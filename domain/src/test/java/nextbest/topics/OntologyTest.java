package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.topics.Concept.Kind;
import org.junit.jupiter.api.Test;

class OntologyTest {
    @Test
    void circlesUnknownReferencesAndNamesClaimedTwiceAreProblems() {
        List<String> problems = Ontology.problems(List.of(
                product("a", "A", "b"),
                product("b", "B", "c"),
                product("c", "C", "a"),
                product("d", "D", "nowhere"),
                new Concept(Kind.PRODUCT, "e", "a", List.of(), Optional.empty(), Set.of("enrgy")),
                topic("energy", "Energy")));
        assertThat(problems)
                .anySatisfy(p -> assertThat(p).contains("product tree goes in a circle: a → b → c → a"))
                .anySatisfy(p -> assertThat(p).contains("'d' has the unknown parent 'nowhere'"))
                .anySatisfy(
                        p -> assertThat(p).contains("serves the unknown topic or need 'enrgy'; did you mean 'energy'?"))
                .anySatisfy(p -> assertThat(p).contains("both called 'a'"))
                .hasSize(4);
        assertThatThrownBy(() -> new Ontology(1, List.of(product("a", "A", "a"))))
                .hasMessageContaining("circle: a → a");
    }

    @Test
    void whatAProductServesComesFromAboveToo() {
        Ontology ontology = new Ontology(
                1,
                List.of(
                        topic("energy", "Energy"),
                        new Concept(Kind.PRODUCT, "gtx", "GTX", List.of(), Optional.empty(), Set.of("energy")),
                        product("gtx-pro", "GTX Pro", "gtx")));
        assertThat(ontology.served(ontology.named(Kind.PRODUCT, "gtx pro").orElseThrow()))
                .containsExactly("energy");
    }

    @Test
    void namesOfTheDataThatTheOntologyDoesNotKnowAreReportedWithASuggestion() {
        Ontology ontology =
                new Ontology(1, List.of(product("gtx-pro", "GTX Pro", null), product("gtk-500", "GTK 500", null)));
        List<Ontology.Mismatch> mismatches =
                ontology.compare(Map.of(Kind.PRODUCT, Map.of("GTXPro", 1480, "GTX Prro", 3, "Unheard Of", 1)));
        // 'GTXPro' has the same letters: it is known
        assertThat(mismatches)
                .containsExactlyInAnyOrder(
                        new Ontology.Mismatch(Kind.PRODUCT, "GTX Prro", 3, Optional.of("gtx-pro")),
                        new Ontology.Mismatch(Kind.PRODUCT, "Unheard Of", 1, Optional.empty()),
                        new Ontology.Mismatch(Kind.PRODUCT, "GTK 500", 0, Optional.empty()));
    }

    @Test
    void topicsAreFoundByTheirNamesAndTheTermsAreShown() {
        Concept energy = new Concept(
                Kind.TOPIC, "energy", "energy saving", List.of("electricity bill"), Optional.empty(), Set.of());
        TopicMap map = new TopicMap(List.of(energy, topic("security", "Security")), Optional.empty(), List.of());
        List<Passage> passages =
                Passages.of("The electricity bills are what worries them most. Energy saving comes first.");
        assertThat(map.of(passages)).singleElement().satisfies(m -> {
            assertThat(m.topic()).isEqualTo("energy");
            assertThat(m.terms()).containsExactly("energy saving", "electricity bill");
            assertThat(m.byWordsOnly()).isTrue();
        });
        assertThat(map.of(Passages.of("Nothing of that kind."))).isEmpty();
    }

    @Test
    void aCorrectionDecidesForItsPassage() {
        Concept energy = topic("energy", "energy");
        String text = "They have a lot of energy in the team.";
        TopicMap corrected = new TopicMap(
                List.of(energy), Optional.empty(), List.of(new TopicMap.Correction(text, "energy", false)));
        assertThat(new TopicMap(List.of(energy), Optional.empty(), List.of()).of(Passages.of(text)))
                .isNotEmpty();
        assertThat(corrected.of(Passages.of(text))).isEmpty();
        TopicMap added = new TopicMap(
                List.of(energy),
                Optional.empty(),
                List.of(new TopicMap.Correction("The plant runs hot.", "energy", true)));
        assertThat(added.of(Passages.of("The plant runs hot.")))
                .singleElement()
                .satisfies(m -> assertThat(m.corrected()).isTrue());
    }

    private static Concept product(String key, String name, String parent) {
        return new Concept(Kind.PRODUCT, key, name, List.of(), Optional.ofNullable(parent), Set.of());
    }

    private static Concept topic(String key, String name) {
        return new Concept(Kind.TOPIC, key, name, List.of(), Optional.empty(), Set.of());
    }
}
