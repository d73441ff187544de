package nextbest.store.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.CatalogueDiff;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.catalogue.file.InvalidCatalogue;
import nextbest.engine.Engine;
import nextbest.engine.SelectionPolicy;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import nextbest.store.whatif.OtherRules;
import nextbest.store.whatif.WhatIf;
import org.junit.jupiter.api.Test;

/** Releases of the catalogue and trying rules on a real PostgreSQL. */
class CatalogueReleasesTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final CatalogueReleases releases = house.store.catalogues();
    private final String shipped = CatalogueReader.standard().version();

    @Test
    void whatIsPublishedDecidesAndWhatWasDecidedBeforeIsMadeAgainAsItWas() throws InvalidCatalogue {
        house.rep("R1");
        SubjectId deal = house.deal("D1", "R1", 10_000);
        Decision before = house.decides(deal, Arm.STATIC);
        Catalogue other = oneScoreLess();
        releases.draft(house.tenant, other, new TreeMap<>(Map.of("patterns.yaml", "x")), "test");
        assertThat(releases.of(house.tenant).version())
                .as("a draft decides nothing")
                .isEqualTo(shipped);

        assertThat(releases.publish(house.tenant, other.version(), "test")).isEqualTo(shipped);
        Decision after = house.decides(deal, Arm.STATIC);
        assertThat(after.catalogueVersion()).isEqualTo(other.version());
        assertThat(replays(before.id())).isTrue();
        assertThat(replays(after.id())).isTrue();
        assertThatThrownBy(() -> releases.publish(house.tenant, other.version(), "test"))
                .hasMessageContaining("in force already");

        assertThat(releases.rollBack(house.tenant)).isEqualTo(shipped);
        assertThat(house.decides(deal, Arm.STATIC).catalogueVersion()).isEqualTo(shipped);
        assertThat(replays(after.id())).as("rolled back, and still known").isTrue();
        assertThatThrownBy(() -> releases.rollBack(house.tenant)).hasMessageContaining("none to go back from");
    }

    /** What was kept is read by a process that never saw it: it must come back equal, conditions and all. */
    @Test
    void aKeptCatalogueComesBackEqual() throws InvalidCatalogue {
        Catalogue other = oneScoreLess();
        releases.draft(house.tenant, other, new TreeMap<>(), "test");
        var elsewhere =
                new CatalogueReleases(house.store.database(), house.store.time(), t -> CatalogueReader.standard());
        assertThat(elsewhere.ofVersion(house.tenant, other.version())).isEqualTo(other);
        assertThatThrownBy(() -> elsewhere.ofVersion(house.tenant, "0-gone"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0-gone");
    }

    @Test
    void theSameRulesChangeNothingAndAnActionThatIsSwitchedOffLosesItsPlaces() {
        house.rep("R1");
        Decision decision = house.decides(house.deal("D1", "R1", 10_000), Arm.STATIC);
        var _ = house.decides(house.deal("D2", "R1", 20_000), Arm.STATIC);
        WhatIf whatIf = new WhatIf(house.store.database(), releases, Engine.current());

        WhatIf.Result same = whatIf.of(house.tenant, rules(Optional.of(SelectionPolicy.Weights.STANDARD), ""), 100);
        assertThat(same.decisions()).isEqualTo(2);
        assertThat(same.changed()).isZero();
        assertThat(same.recommendations().before())
                .isEqualTo(same.recommendations().after())
                .isPositive();

        String main = decision.main().orElseThrow().action();
        WhatIf.Result off = whatIf.of(house.tenant, rules(Optional.empty(), main), 100);
        assertThat(off.changed()).isPositive();
        assertThat(off.actions().get(main).before()).isPositive();
        assertThat(off.actions().get(main).after()).isZero();
        assertThat(off.actions().values().stream()
                        .mapToLong(WhatIf.Change::after)
                        .sum())
                .as("places by action add up to all")
                .isEqualTo(off.recommendations().after());
        assertThat(whatIf.of(
                                house.tenant,
                                new OtherRules(Optional.empty(), Optional.of(0), new TreeSet<>(), Optional.empty()),
                                1)
                        .decisions())
                .isEqualTo(1);
    }

    @Test
    void theDifferencesOfAReleaseAreNamed() throws InvalidCatalogue {
        Catalogue other = oneScoreLess();
        CatalogueDiff diff = CatalogueDiff.of(CatalogueReader.standard(), other);
        assertThat(diff.changes())
                .containsExactly(new CatalogueDiff.Change(
                        CatalogueDiff.Kind.CHANGED,
                        "pattern",
                        "discovery / pain-point-mentioned / send-case-study",
                        "85 -> 84"));
        assertThat(CatalogueDiff.of(other, other).changes()).isEmpty();
    }

    private static OtherRules rules(Optional<SelectionPolicy.Weights> weights, String off) {
        TreeSet<String> switchedOff = new TreeSet<>();
        if (!off.isEmpty()) {
            switchedOff.add(off);
        }
        return new OtherRules(weights, Optional.empty(), switchedOff, Optional.empty());
    }

    private boolean replays(DecisionId decision) {
        return house.store
                .decisions()
                .replay(house.tenant, decision, Engine.current(), releases)
                .orElseThrow()
                .same();
    }

    /** The standard one with one score less by a point. */
    private static Catalogue oneScoreLess() throws InvalidCatalogue {
        String row = "{stage: discovery, trigger: pain-point-mentioned, action: send-case-study, score: 85}";
        String patterns = CatalogueReader.resource(CatalogueReader.PATTERNS);
        assertThat(patterns).contains(row);
        return CatalogueReader.read(
                CatalogueReader.resource(CatalogueReader.TRIGGERS),
                CatalogueReader.resource(CatalogueReader.ACTIONS),
                patterns.replace(row, row.replace("85", "84")));
    }
}
