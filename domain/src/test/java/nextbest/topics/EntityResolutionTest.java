package nextbest.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import nextbest.topics.EntityResolution.Proposal;
import nextbest.topics.EntityResolution.Reason;
import org.junit.jupiter.api.Test;

class EntityResolutionTest {
    @Test
    void spacesAndCaseAloneAreSureAndKeepTheRegisteredName() {
        Proposal proposal = only(Map.of("GTXPro", 1480, "GTX Pro", 1), Set.of("GTX Pro"));
        assertThat(proposal.from()).isEqualTo("GTXPro");
        assertThat(proposal.into()).isEqualTo("GTX Pro");
        assertThat(proposal.reason()).isEqualTo(Reason.SAME_LETTERS);
        assertThat(proposal.sure()).isTrue();
    }

    @Test
    void aSlipIsProposedButNotSure() {
        Proposal proposal = only(Map.of("technolgy", 12, "technology", 0, "retail", 17), Set.of());
        assertThat(proposal.from()).isIn("technolgy", "technology");
        assertThat(proposal.reason()).isEqualTo(Reason.MISSPELLED);
        assertThat(proposal.confidence()).isBetween(EntityResolution.WORTH_ASKING, EntityResolution.SURE);
        assertThat(proposal.sure()).isFalse();
    }

    @Test
    void modelsThatDifferInANumberAndRegisteredNamesAreDifferentThings() {
        assertThat(propose(Map.of("Gateway 5100", 3, "Gateway 5200", 3), Set.of()))
                .isEmpty();
        assertThat(propose(
                        Map.of("GTX Plus Pro", 3, "GTX Plus Basic", 3, "GTX Basic", 3),
                        Set.of("GTX Plus Pro", "GTX Plus Basic", "GTX Basic")))
                .isEmpty();
    }

    @Test
    void legalFormsInitialsAndCommonWordsAreProposed() {
        assertThat(only(Map.of("Acme Corp.", 2, "Acme Corporation", 5), Set.of())
                        .reason())
                .isEqualTo(Reason.LEGAL_FORM);
        assertThat(only(Map.of("GBT", 2, "Global Basalt Traders", 5), Set.of()).reason())
                .isEqualTo(Reason.INITIALS);
        assertThat(only(Map.of("Foods Verzeno", 2, "Verzeno Foods", 5), Set.of())
                        .reason())
                .isEqualTo(Reason.COMMON_WORDS);
        assertThat(propose(Map.of("Acme", 1, "Zenith", 1), Set.of())).isEmpty();
    }

    @Test
    void whatAPersonSaidIsKept() {
        assertThat(EntityResolution.propose(
                        Map.of("Acme Corp", 1, "Acme Inc", 1),
                        Set.of(),
                        Map.of(),
                        Set.of(Set.of("Acme Corp", "Acme Inc"))))
                .isEmpty();
        List<Proposal> known = EntityResolution.propose(
                Map.of("Big Blue", 9, "IBM", 1), Set.of(), Map.of("Big Blue", "IBM"), Set.of());
        assertThat(known).singleElement().satisfies(p -> {
            assertThat(p.into()).isEqualTo("IBM");
            assertThat(p.sure()).isTrue();
        });
    }

    @Test
    void chainsEndAtTheLastName() {
        assertThat(EntityResolution.apply(List.of(
                        new Proposal("a", "b", 1, Reason.SYNONYM, 1, 1),
                        new Proposal("b", "c", 1, Reason.SYNONYM, 1, 1))))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "c", "b", "c"));
    }

    private static Proposal only(Map<String, Integer> names, Set<String> registered) {
        List<Proposal> proposals = propose(names, registered);
        assertThat(proposals).hasSize(1);
        return proposals.getFirst();
    }

    private static List<Proposal> propose(Map<String, Integer> names, Set<String> registered) {
        return EntityResolution.propose(names, registered, Map.of(), Set.of());
    }
}
