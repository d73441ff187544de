package nextbest.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductAffinityTest {
    private static final int[] NO_FAMILY = {-1, -1, -1, -1, -1, -1};

    /** Two kinds of clients: one buys 0, 1, 2, the other 3, 4, 5; client 0 lacks 2. */
    private static Portfolios twoKinds() {
        List<Purchase> purchases = new ArrayList<>();
        for (int c = 0; c < 20; c++) {
            for (int k = 0; k < 3; k++) {
                int product = (c % 2) * 3 + k;
                if (c != 0 || product != 2) {
                    purchases.add(new Purchase(c, product, 100 + c));
                }
            }
        }
        return new Portfolios(20, NO_FAMILY, purchases);
    }

    @Test
    void whatSimilarClientsHoldComesFirst() {
        ProductAffinity affinity = ProductAffinity.learn(twoKinds(), 30);
        double[] scores = affinity.scores(0);
        assertThat(RankingQuality.order(scores).getFirst()).isEqualTo(2);
        assertThat(scores[0]).isNaN();
        assertThat(affinity.similarHolders(0, 2, 3))
                .hasSize(3)
                .allSatisfy(h -> assertThat(h.common()).containsExactly(0, 1))
                .allSatisfy(h -> assertThat(h.alike()).isCloseTo(2 / Math.sqrt(6), within(1e-12)));
    }

    @Test
    void aClientOfWhomNothingIsKnownGetsWhatIsPopular() {
        List<Purchase> purchases = new ArrayList<>();
        for (int c = 1; c < 10; c++) {
            purchases.add(new Purchase(c, 4, c));
            if (c > 5) {
                purchases.add(new Purchase(c, 1, c));
            }
        }
        ProductAffinity affinity = ProductAffinity.learn(new Portfolios(10, NO_FAMILY, purchases), 30);
        assertThat(RankingQuality.order(affinity.scores(0)).subList(0, 2)).containsExactly(4, 1);
    }

    @Test
    void whereTheStartingPointIsWorseThePastChoosesAnotherBlend() {
        // everybody works through a family in a random order, and each client has its own
        SplittableRandom random = new SplittableRandom(5);
        int[] family = new int[60];
        for (int p = 0; p < 60; p++) {
            family[p] = p / 10;
        }
        List<Purchase> purchases = new ArrayList<>();
        for (int c = 0; c < 120; c++) {
            for (int day = 0; day < 700; day += 60) {
                purchases.add(new Purchase(c, (c % 6) * 10 + random.nextInt(10), day + random.nextInt(30)));
                if (random.nextInt(3) == 0) {
                    purchases.add(new Purchase(c, random.nextInt(60), day));
                }
            }
        }
        Portfolios all = new Portfolios(120, family, purchases);
        long from = 640;
        ProductAffinity affinity = ProductAffinity.learn(all.before(from), 90);
        double ours = 0;
        double popularity = 0;
        List<Set<Integer>> bought = all.newlyBought(from, from + 90);
        for (int c = 0; c < 120; c++) {
            if (!bought.get(c).isEmpty()) {
                ours += RankingQuality.ndcg(affinity.scores(c), bought.get(c), 5);
                popularity += RankingQuality.ndcg(affinity.popularity(c), bought.get(c), 5);
            }
        }
        assertThat(ours).isGreaterThan(2 * popularity);
    }

    /** Places 1 and 3 right of two right ones: (1 + 1/2) / (1 + 1/log2(3)) = 1.5 / 1.63093. */
    @Test
    void qualityIsTheDiscountedGain() {
        double[] scores = {0.9, 0.8, 0.7, Double.NaN, 0.1, 0};
        assertThat(RankingQuality.ndcg(scores, Set.of(0, 2), 5)).isCloseTo(1.5 / 1.630929754, within(1e-9));
        assertThat(RankingQuality.ndcg(scores, Set.of(0, 1), 5)).isCloseTo(1, within(1e-12));
        assertThat(RankingQuality.ndcg(scores, Set.of(3), 5)).isZero();
    }

    @Test
    void onlyWhatWasNeverBoughtBeforeIsNew() {
        Portfolios all = new Portfolios(
                2,
                NO_FAMILY,
                List.of(new Purchase(0, 1, 5), new Purchase(0, 1, 15), new Purchase(0, 2, 16), new Purchase(1, 3, 16)));
        // client 1 bought nothing before: nothing could have been known of it
        assertThat(all.newlyBought(10, 20)).containsExactly(Set.of(2), Set.of());
    }

    @Test
    void namesNumbersThatCannotBe() {
        assertThatThrownBy(() -> new Portfolios(1, NO_FAMILY, List.of(new Purchase(0, 6, 1))))
                .hasMessageContaining("product < 6");
    }
}
