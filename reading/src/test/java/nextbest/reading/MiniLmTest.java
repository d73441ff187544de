package nextbest.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    private static final List<String> TEXTS = List.of(
            "How long does it usually take to get a new pin?",
            "Müller's naïve café – 12.5% “off” GTX-Pro 中文 text, e.g. AT&T_x",
            "budget",
            "Supercalifragilisticexpialidocious\tand\u00a0other\u200bthings",
            "the plant needs gateways ".repeat(20));
    private static MiniLm model;

    @BeforeAll
    static void load() {
        model = MiniLm.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** The oracle is the package's own tokeniser and pooling, over the same model file. */
    @Test
    void vectorsAreThoseOfThePackageThatCarriesTheModel() {
        AllMiniLmL6V2QuantizedEmbeddingModel oracle = new AllMiniLmL6V2QuantizedEmbeddingModel();
        List<float[]> ours = model.encode(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            float[] theirs = oracle.embed(TEXTS.get(i)).content().vector();
            assertThat(dot(ours.get(i), theirs)).as(TEXTS.get(i)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void aVectorDoesNotDependOnItsNeighbours() {
        List<float[]> together = model.encode(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(model.encode(List.of(TEXTS.get(i))).getFirst()).isEqualTo(together.get(i));
        }
    }

    @Test
    void likeMeaningsAreNearerThanLikeWords() {
        List<float[]> v = model.encode(List.of(
                "How much does the product cost?", "What is the price of it?", "How much does the product weigh?"));
        assertThat(dot(v.get(0), v.get(1))).isGreaterThan(dot(v.get(0), v.get(2)));
    }

    @Test
    void nothingSaidIsAVectorOfZeros() {
        assertThat(model.encode(List.of("", " \n")).getFirst()).containsOnly(0f);
        assertThat(model.encode(new ArrayList<>())).isEmpty();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
