package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Optional;
import nextbest.worker.HouseRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, for every module at once; that the rules catch what they forbid is tested beside them. */
class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = HouseRules.ours();
    }

    @Test
    void everyRoomIsLookedAt() {
        assertThat(ours.stream()
                        .map(HouseRules::roomOf)
                        .flatMap(Optional::stream)
                        .distinct())
                .containsExactlyInAnyOrder(
                        "domain",
                        "catalogue",
                        "imports",
                        "demo",
                        "evaluation",
                        "reading",
                        "vendors",
                        "bench",
                        "prompts",
                        "store",
                        "workflows",
                        "activities",
                        "worker",
                        "api",
                        "standalone");
    }

    @Test
    void roomsKnowOnlyTheRoomsTheyMay() {
        HouseRules.arrows(HouseRules::roomOf).check(ours);
    }

    @Test
    void clocksAndChanceComeFromOutside() {
        HouseRules.NO_CLOCK_AND_NO_CHANCE.check(ours);
    }

    @Test
    void namesSayWhatAThingIs() {
        HouseRules.NO_DUMPING_GROUNDS.check(ours);
    }

    @Test
    void fieldsAreNotFilledFromOutside() {
        HouseRules.NO_FIELD_INJECTION.check(ours);
    }
}
