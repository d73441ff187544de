package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteringTest {
    private static final List<String> TEXTS = List.of(
            "the invoice has a wrong amount",
            "please correct the invoice amount",
            "wrong amount on our invoice",
            "delivery of the pumps is late",
            "the late delivery stops our plant",
            "pumps delivery late again");

    @Test
    void textsAboutTheSameComeTogetherAndAreNamedByTheirTerms() {
        List<Clustering.Cluster> clusters = Clustering.of(TEXTS, 2, Optional.empty(), 1);
        assertThat(clusters).hasSize(2).allMatch(Clustering.Cluster::byWordsOnly);
        assertThat(clusters.stream().map(c -> c.members().stream().sorted().toList()))
                .containsExactlyInAnyOrder(List.of(0, 1, 2), List.of(3, 4, 5));
        assertThat(clusters.stream().map(Clustering.Cluster::name))
                .anyMatch(n -> n.contains("invoice"))
                .anyMatch(n -> n.contains("delivery"));
    }

    @Test
    void theSameSeedGivesTheSameGroups() {
        assertThat(Clustering.of(TEXTS, 3, Optional.empty(), 7))
                .isEqualTo(Clustering.of(TEXTS, 3, Optional.empty(), 7));
    }

    @Test
    void everyTextIsInExactlyOneGroup() {
        List<Clustering.Cluster> clusters = Clustering.of(TEXTS, 4, Optional.empty(), 3);
        assertThat(clusters.stream().flatMap(c -> c.members().stream()).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 6).boxed().toList());
    }

    /** 2 I / (H + H): the same grouping 1, and by hand for [a a b b] against [a b b b]: H = ln 2 and 0.5623, I = 0.2158. */
    @Test
    void agreementIsTheMutualInformation() {
        assertThat(Agreement.nmi(List.of(1, 1, 2), List.of("x", "x", "y"))).isCloseTo(1, within(1e-12));
        assertThat(Agreement.nmi(List.of("a", "a", "b", "b"), List.of("a", "b", "b", "b")))
                .isCloseTo(2 * 0.21576 / (0.69315 + 0.56234), within(1e-4));
        assertThat(Agreement.nmi(List.of("a", "a", "b", "b"), List.of("a", "b", "a", "b")))
                .isCloseTo(0, within(1e-12));
    }
}
