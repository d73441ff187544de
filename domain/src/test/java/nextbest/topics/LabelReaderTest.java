package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LabelReaderTest {
    private static final List<LabelledText> EXAMPLES = examples();

    private static List<LabelledText> examples() {
        List<LabelledText> examples = new ArrayList<>();
        for (String thing : List.of("gateway", "sensor", "controller", "switch", "antenna")) {
            examples.add(new LabelledText("the " + thing + " is too expensive for us", Set.of("price")));
            examples.add(new LabelledText("when can the " + thing + " be delivered", Set.of("delivery")));
            examples.add(new LabelledText(
                    "the price of the " + thing + " and its delivery worry me", Set.of("price", "delivery")));
            examples.add(new LabelledText("thanks for the call about the " + thing, Set.of()));
        }
        return examples;
    }

    @Test
    void severalLabelsOfOneSentenceAreFound() {
        LabelReader reader = LabelReader.learn(EXAMPLES, Map.of(), Optional.empty());
        assertThat(said(reader, "what worries me is the price of the router and its delivery"))
                .containsExactlyInAnyOrder("price", "delivery");
        assertThat(said(reader, "this is too expensive")).containsExactly("price");
        assertThat(said(reader, "thanks for the call")).isEmpty();
    }

    @Test
    void withoutAModelItSaysThatOnlyWordsWereCompared() {
        LabelReader reader = LabelReader.learn(EXAMPLES, Map.of(), Optional.empty());
        assertThat(reader.read("too expensive")).allMatch(LabelReader.Reading::byWordsOnly);
    }

    @Test
    void whatIsSaidComesWithTheExampleThatIsMostAlike() {
        LabelReader reader = LabelReader.learn(EXAMPLES, Map.of(), Optional.empty());
        LabelReader.Reading price = reader.read("the antenna is too expensive").getFirst();
        assertThat(price.label()).isEqualTo("price");
        assertThat(price.nearest()).contains("the antenna is too expensive for us");
    }

    @Test
    void aLabelWithoutExamplesIsKnownByItsWords() {
        LabelReader reader = LabelReader.learn(EXAMPLES, Map.of("training", "training course"), Optional.empty());
        assertThat(reader.labels()).contains("training");
        double named = chance(reader, "we would need a training course", "training");
        double not = chance(reader, "the router is too expensive", "training");
        assertThat(named).isGreaterThan(not);
    }

    @Test
    void refusesToLearnFromNothing() {
        assertThatThrownBy(() -> LabelReader.learn(List.of(), Map.of(), Optional.empty()))
                .hasMessageContaining("at least 2 labelled texts, but got 0");
    }

    private static double chance(LabelReader reader, String text, String label) {
        return reader.read(text).stream()
                .filter(r -> r.label().equals(label))
                .findFirst()
                .orElseThrow()
                .chance();
    }

    private static Set<String> said(LabelReader reader, String text) {
        return reader.read(text).stream()
                .filter(LabelReader.Reading::said)
                .map(LabelReader.Reading::label)
                .collect(Collectors.toSet());
    }
}
