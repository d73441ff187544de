package nextbest.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.TalkTraces.Basis;
import nextbest.store.vendor.TalkTraces.Trace;
import org.junit.jupiter.api.Test;

/** The numbers are those of the table in docs/vendor/README.md. */
class CallLinkingTest {
    private static final SubjectId ONE = deal(1);
    private static final SubjectId TWO = deal(2);

    private static SubjectId deal(int number) {
        return new SubjectId(UUID.fromString("01970000-0000-7000-8000-00000000000" + number));
    }

    private static List<Talk.Candidate> candidates(Trace... traces) {
        return CallLinking.candidates(List.of(traces), false);
    }

    private static double sure(Trace... traces) {
        return candidates(traces).getFirst().confidence();
    }

    @Test
    void whatSpeaksForOneDealAloneIsAsSureAsTheTableSays() {
        assertThat(sure(new Trace(ONE, Basis.TIE, false))).isEqualTo(0.98);
        assertThat(sure(new Trace(ONE, Basis.STAKEHOLDER, false))).isEqualTo(0.90);
        assertThat(sure(new Trace(ONE, Basis.STAKEHOLDER, true))).isCloseTo(0.95, within(1e-12));
        assertThat(sure(new Trace(ONE, Basis.CLIENT, false))).isEqualTo(0.80);
        assertThat(sure(new Trace(ONE, Basis.CLIENT, true))).isCloseTo(0.85, within(1e-12));
        assertThat(sure(new Trace(ONE, Basis.DOMAIN, false))).isEqualTo(0.65);
        assertThat(sure(new Trace(ONE, Basis.DOMAIN, true))).isCloseTo(0.80, within(1e-12));
        assertThat(candidates()).isEmpty();
    }

    @Test
    void rivalsOfTheSameStrengthShareAndNoneIsSure() {
        assertThat(candidates(new Trace(ONE, Basis.CLIENT, false), new Trace(TWO, Basis.CLIENT, false)))
                .extracting(Talk.Candidate::confidence)
                .containsExactly(0.40, 0.40);
        assertThat(sure(new Trace(ONE, Basis.TIE, true), new Trace(TWO, Basis.TIE, false)))
                .isEqualTo(0.49);
        assertThat(sure(new Trace(ONE, Basis.CLIENT, true), new Trace(TWO, Basis.CLIENT, true)))
                .isLessThan(0.5);
    }

    @Test
    void theRepWhoWasThereTellsOneDealFromOthers() {
        List<Talk.Candidate> found =
                candidates(new Trace(ONE, Basis.CLIENT, false), new Trace(TWO, Basis.CLIENT, true));
        assertThat(found.getFirst().deal()).isEqualTo(TWO);
        assertThat(found.getFirst().confidence()).isCloseTo(0.75, within(1e-12));
        assertThat(found.getFirst().basis()).isEqualTo("client+owner");
    }

    @Test
    void theStrongestThatSpeaksForADealWins() {
        List<Talk.Candidate> found =
                candidates(new Trace(ONE, Basis.CLIENT, true), new Trace(TWO, Basis.STAKEHOLDER, false));
        assertThat(found).extracting(Talk.Candidate::deal).containsExactly(TWO, ONE);
        assertThat(found.getFirst().confidence()).isEqualTo(0.90);
    }

    @Test
    void aDealThatTheVendorNamesAndWeDoNotKnowIsHardlyAnotherOne() {
        assertThat(CallLinking.candidates(List.of(new Trace(ONE, Basis.STAKEHOLDER, true)), true))
                .singleElement()
                .satisfies(one -> assertThat(one.confidence()).isEqualTo(0.50));
    }
}
