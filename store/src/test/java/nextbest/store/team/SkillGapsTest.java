package nextbest.store.team;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Training suggestions on a real PostgreSQL. */
class SkillGapsTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);

    @Test
    void whatOneRepLeavesAndTheOthersTakeUpIsSuggestedForThatRepAlone() {
        RepId rita = sells("R1", 25, RepDisposition.DISMISSED);
        RepId otto = sells("R2", 25, RepDisposition.ACCEPTED);

        List<SkillGaps.Gap> gaps = gaps(rita, otto);

        assertThat(gaps).isNotEmpty().allSatisfy(gap -> {
            assertThat(gap.rep()).isEqualTo(rita);
            assertThat(gap.rate()).isEqualTo(SkillGaps.Rate.TAKEN_UP);
            assertThat(gap.own().trials()).isGreaterThanOrEqualTo(SkillGaps.FEWEST);
            assertThat(gap.difference().upper()).isNegative();
        });
        assertThat(gaps(otto)).isEmpty();
    }

    @Test
    void belowTenAnswersNothingIsSaidOfAPersonHoweverClearItLooks() {
        RepId rita = sells("R1", SkillGaps.FEWEST - 1, RepDisposition.DISMISSED);
        RepId otto = sells("R2", 25, RepDisposition.ACCEPTED);

        assertThat(gaps(rita, otto)).isEmpty();
    }

    @Test
    void repsWhoAnswerAlikeAreNotToldApart() {
        RepId rita = sells("R1", 15, RepDisposition.DISMISSED);
        RepId otto = sells("R2", 15, RepDisposition.DISMISSED);

        assertThat(gaps(rita, otto)).isEmpty();
    }

    private List<SkillGaps.Gap> gaps(RepId... reps) {
        return new SkillGaps(house.store.database()).of(house.tenant, Set.of(reps), START.minusSeconds(1));
    }

    /** All main recommendations of so many deals get the same answer. */
    private RepId sells(String rep, int deals, RepDisposition said) {
        house.rep(rep);
        RepId id = null;
        for (int i = 0; i < deals; i++) {
            SubjectId deal = house.deal(rep + "-" + i, rep, 10_000);
            Decision decision = house.decides(deal, Arm.STATIC);
            house.answers(deal, decision, 1, said);
            id = house.store
                    .maker()
                    .standing(house.tenant, deal)
                    .orElseThrow()
                    .rep()
                    .orElseThrow();
            house.now.set(house.now.get().plusSeconds(60));
        }
        return id;
    }
}
