package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PassagesTest {
    @Property(tries = 200)
    void everyWordIsInAPassageAndNoPassageIsTooLong(@ForAll("texts") String text) {
        List<Passage> passages = Passages.of(text);
        boolean[] covered = new boolean[text.length()];
        for (Passage p : passages) {
            assertThat(p.text()).isEqualTo(text.substring(p.from(), p.to()));
            assertThat(p.text().strip().split("\\s+").length).isLessThanOrEqualTo(Passage.MAX_WORDS);
            for (int i = p.from(); i < p.to(); i++) {
                covered[i] = true;
            }
        }
        for (int i = 0; i < text.length(); i++) {
            assertThat(covered[i] || Character.isWhitespace(text.charAt(i))).isTrue();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> sentence = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(9)
                .list()
                .ofMinSize(1)
                .ofMaxSize(160)
                .map(words -> String.join(" ", words) + ". ");
        return sentence.list().ofMaxSize(12).map(s -> String.join("", s));
    }

    @Test
    void neighboursShareTheSentencesAtTheCut() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sentences.add("Sentence number " + i + " has exactly eight words here.");
        }
        List<Passage> passages = Passages.of(String.join(" ", sentences));
        assertThat(passages).hasSizeGreaterThan(2);
        for (int i = 1; i < passages.size(); i++) {
            assertThat(passages.get(i).from()).isLessThan(passages.get(i - 1).to());
            assertThat(passages.get(i).from()).isGreaterThan(passages.get(i - 1).from());
        }
        assertThat(passages.getLast().text()).contains("number 29");
    }

    @Test
    void aTextWithoutAWordHasNoPassage() {
        assertThat(Passages.of("")).isEmpty();
        assertThat(Passages.of(" \n\t ")).isEmpty();
    }

    @Test
    void aScriptWithoutSpacesIsCutToo() {
        assertThat(Passages.of("协议".repeat(150))).hasSizeGreaterThan(2);
    }
}
