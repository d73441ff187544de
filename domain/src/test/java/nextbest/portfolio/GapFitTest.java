package nextbest.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapFitTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 27);
    private static final int[] NO_FAMILY = {-1, -1, -1, -1};

    /** Six clients; all but client 0 hold product 2, nobody but client 5 holds product 3. */
    private static ProductAffinity affinity() {
        List<Purchase> purchases = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
            purchases.add(new Purchase(c, 0, 1));
            purchases.add(new Purchase(c, 1, 2));
            if (c > 0) {
                purchases.add(new Purchase(c, 2, 3));
            }
        }
        purchases.add(new Purchase(5, 3, 4));
        return ProductAffinity.learn(new Portfolios(6, NO_FAMILY, purchases), 30);
    }

    private static GapFit screening(List<HouseView> views, Map<String, Integer> said, List<Past> past) {
        return new GapFit(
                affinity(),
                new GapFit.Screened(
                        List.of("p0", "p1", "p2", "p3"),
                        List.of(Set.of(), Set.of(), Set.of("energy"), Set.of("security")),
                        IntStream.range(0, 6).mapToObj(c -> "mid").toList(),
                        IntStream.range(0, 6)
                                .mapToObj(c -> c == 0 ? said : Map.<String, Integer>of())
                                .toList(),
                        views,
                        Map.of(),
                        past),
                TODAY);
    }

    private static ProductFit fit(GapFit screening, int product) {
        return screening.of(0, 10).stream()
                .filter(f -> f.product() == product)
                .findFirst()
                .orElseThrow();
    }

    private static FitLine line(ProductFit fit, FitLine.Ground ground) {
        return fit.lines().stream()
                .filter(l -> l.ground() == ground)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatSimilarClientsHoldIsTheGapAndTheCountIsShown() {
        List<ProductFit> fits = screening(List.of(), Map.of(), List.of()).of(0, 10);
        assertThat(fits).extracting(ProductFit::product).containsExactly(2, 3);
        assertThat(line(fits.getFirst(), FitLine.Ground.SIMILAR_CLIENTS).evidence())
                .containsExactly("holders=5", "similar=5");
    }

    @Test
    void whatTheClientTalksAboutRaisesTheProductsOfThatTopic() {
        ProductFit silent = fit(screening(List.of(), Map.of(), List.of()), 3);
        ProductFit spoken = fit(screening(List.of(), Map.of("security", 4), List.of()), 3);
        assertThat(line(silent, FitLine.Ground.CONVERSATION).hundredths()).isZero();
        // the topic that is mentioned most gives all 25 points
        assertThat(line(spoken, FitLine.Ground.CONVERSATION).hundredths()).isEqualTo(2500);
        assertThat(line(spoken, FitLine.Ground.CONVERSATION).evidence()).containsExactly("topic=security mentions=4");
    }

    @Test
    void theViewForTheSegmentOutranksTheOneForAllAndAnOldOneCountsNot() {
        HouseView all = new HouseView(
                "security", HouseView.Stance.FAVOURED, Optional.empty(), TODAY.minusDays(9), Optional.empty());
        HouseView segment = new HouseView(
                "security", HouseView.Stance.NEGATIVE, Optional.of("mid"), TODAY.minusDays(30), Optional.empty());
        HouseView old = new HouseView(
                "p3", HouseView.Stance.FAVOURED, Optional.empty(), TODAY.minusDays(30), Optional.of(TODAY));
        // half of 20 points is neutral; a step of the stance is a quarter
        assertThat(line(fit(screening(List.of(all), Map.of(), List.of()), 3), FitLine.Ground.HOUSE_VIEW)
                        .hundredths())
                .isEqualTo(2000);
        assertThat(line(fit(screening(List.of(all, segment), Map.of(), List.of()), 3), FitLine.Ground.HOUSE_VIEW)
                        .hundredths())
                .isEqualTo(500);
        assertThat(line(fit(screening(List.of(old), Map.of(), List.of()), 3), FitLine.Ground.HOUSE_VIEW)
                        .hundredths())
                .isEqualTo(1000);
    }

    @Test
    void whatWasRefusedShownOrWithdrawnIsRuledOutWithTheReason() {
        HouseView withdrawn =
                new HouseView("p3", HouseView.Stance.WITHDRAWN, Optional.empty(), TODAY, Optional.empty());
        assertThat(fit(screening(List.of(withdrawn), Map.of(), List.of()), 3).ruledOut())
                .contains(ProductFit.RuledOut.WITHDRAWN);
        assertThat(fit(screening(List.of(), Map.of(), List.of(past(Past.Happened.REFUSED, 179))), 2)
                        .ruledOut())
                .contains(ProductFit.RuledOut.REFUSED_LATELY);
        assertThat(fit(screening(List.of(), Map.of(), List.of(past(Past.Happened.REFUSED, 180))), 2)
                        .ruledOut())
                .isEmpty();
        assertThat(fit(screening(List.of(), Map.of(), List.of(past(Past.Happened.PRESENTED, 29))), 2)
                        .ruledOut())
                .contains(ProductFit.RuledOut.SHOWN_LATELY);
    }

    @Test
    void noProductIsLostWhoeverRulesItOut() {
        List<ProductFit> fits = screening(List.of(), Map.of(), List.of(past(Past.Happened.REFUSED, 1)))
                .of(0, 1);
        assertThat(fits.stream().map(ProductFit::product).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void whatSimilarClientsAcceptedCountsMoreThanWhatTheyRefused() {
        List<Past> good =
                List.of(of(1, Past.Happened.ACCEPTED), of(2, Past.Happened.ACCEPTED), of(3, Past.Happened.ACCEPTED));
        List<Past> bad =
                List.of(of(1, Past.Happened.REFUSED), of(2, Past.Happened.REFUSED), of(3, Past.Happened.REFUSED));
        int up = line(fit(screening(List.of(), Map.of(), good), 3), FitLine.Ground.EXPERIENCE)
                .hundredths();
        int down = line(fit(screening(List.of(), Map.of(), bad), 3), FitLine.Ground.EXPERIENCE)
                .hundredths();
        assertThat(up).isGreaterThan(down);
    }

    @Test
    void refusesAViewThatEndsBeforeItStarts() {
        assertThatThrownBy(
                        () -> new HouseView("x", HouseView.Stance.NEUTRAL, Optional.empty(), TODAY, Optional.of(TODAY)))
                .hasMessageContaining("expected an end after 2026-03-27");
    }

    @Test
    void whatWorkedForSimilarClientsIsTransferredWithTheReason() {
        BestPractice.Traits food = new BestPractice.Traits("food", "mid", "north");
        BestPractice.Traits steel = new BestPractice.Traits("steel", "big", "");
        BestPractice practice =
                new BestPractice(affinity(), List.of(food, food, steel, steel, steel, steel), Map.of(0, Set.of(1)));
        BestPractice.Likeness nearest = practice.alike(0).getFirst();
        assertThat(nearest.client()).isEqualTo(1);
        assertThat(nearest.commonProducts()).containsExactly(0, 1);
        assertThat(nearest.sameIndustry() && nearest.sameSize() && nearest.sameRegion() && nearest.linked())
                .isTrue();
        List<BestPractice.Transfer> transfers = practice.transfers(
                0,
                List.of(
                        new BestPractice.Tried(1, "workshop", true),
                        new BestPractice.Tried(2, "workshop", false),
                        new BestPractice.Tried(3, "webinar", false),
                        new BestPractice.Tried(0, "call", true),
                        new BestPractice.Tried(1, "call", true)));
        assertThat(transfers).singleElement().satisfies(t -> {
            assertThat(t.what()).isEqualTo("workshop");
            assertThat(t.tried()).isEqualTo(2);
            assertThat(t.worked()).isEqualTo(1);
            assertThat(t.like().getFirst().client()).isEqualTo(1);
        });
    }

    private static Past past(Past.Happened what, int daysAgo) {
        return new Past(0, 2, what, TODAY.minusDays(daysAgo));
    }

    private static Past of(int client, Past.Happened what) {
        return new Past(client, 3, what, TODAY.minusDays(3));
    }
}
