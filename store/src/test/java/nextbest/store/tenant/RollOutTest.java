package nextbest.store.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.identity.SubjectId;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** To whom a live organisation presents. */
class RollOutTest {
    private static final Optional<String> NORTH = Optional.of("North");

    private static SubjectId deal(int number) {
        return new SubjectId(new UUID(7, number));
    }

    private static RollOut of(List<String> desks, List<String> segments, double share) {
        return new RollOut(new TreeSet<>(desks), new TreeSet<>(segments), share);
    }

    @Test
    void withoutAWordItIsForEverybody() {
        assertThat(RollOut.everybody().includes(deal(1), Optional.empty(), "unknown/unknown"))
                .isTrue();
    }

    @Test
    void desksAndSegmentsThatAreNotNamedAreOutside() {
        assertThat(of(List.of("North"), List.of(), 1).includes(deal(1), NORTH, "a/b"))
                .isTrue();
        assertThat(of(List.of("South"), List.of(), 1).includes(deal(1), NORTH, "a/b"))
                .isFalse();
        assertThat(of(List.of("North"), List.of(), 1).includes(deal(1), Optional.empty(), "a/b"))
                .isFalse();
        assertThat(of(List.of(), List.of("a/b"), 1).includes(deal(1), NORTH, "a/b"))
                .isTrue();
        assertThat(of(List.of("North"), List.of("a/c"), 1).includes(deal(1), NORTH, "a/b"))
                .isFalse();
    }

    @Test
    void aLargerShareHoldsEveryDealOfASmallerOne() {
        RollOut quarter = of(List.of(), List.of(), 0.25);
        RollOut half = of(List.of(), List.of(), 0.5);
        int within = 0;
        for (int i = 0; i < 4_000; i++) {
            boolean early = quarter.includes(deal(i), NORTH, "a/b");
            within += early ? 1 : 0;
            assertThat(!early || half.includes(deal(i), NORTH, "a/b")).isTrue();
        }
        // standard error of a share of .25 among 4,000: .007
        assertThat(within / 4_000.0).isCloseTo(0.25, within(0.03));
        assertThat(of(List.of(), List.of(), 0).includes(deal(1), NORTH, "a/b")).isFalse();
    }

    @Test
    void whoIsOutsideHasDecisionsInShadow() {
        SellingHouse house = new SellingHouse(TestPostgres.fresh(), Instant.parse("2026-03-02T09:00:00Z"));
        house.rep("R");
        SubjectId deal = house.deal("D", "R", 1_000);
        assertThat(shadow(house, deal)).isFalse();
        house.store
                .tenants()
                .setSettings(
                        house.tenant,
                        house.store.tenants().settings(house.tenant).withRollOut(of(List.of("North"), List.of(), 1)));
        assertThat(shadow(house, deal)).isTrue();
    }

    private static boolean shadow(SellingHouse house, SubjectId deal) {
        DecisionMaker.Standing standing =
                house.store.maker().standing(house.tenant, deal).orElseThrow();
        return house.store
                .maker()
                .collect(
                        house.tenant,
                        deal,
                        standing,
                        new nextbest.identity.DecisionId(house.store.ids().next()),
                        house.now.get(),
                        Optional.empty())
                .policy()
                .shadow();
    }
}
