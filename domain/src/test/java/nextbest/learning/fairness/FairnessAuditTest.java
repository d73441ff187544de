package nextbest.learning.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import nextbest.learning.statistics.Proportion;
import org.junit.jupiter.api.Test;

class FairnessAuditTest {
    @Test
    void tellsLowerAlikeUnclearAndTooLittleApart() {
        List<FairnessAudit.Finding> findings = FairnessAudit.audit(Map.of(
                "big", new Proportion(5000, 10000),
                "low", new Proportion(300, 1000),
                "small", new Proportion(8, 20),
                "tiny", new Proportion(1, 3)));
        assertThat(findings)
                .extracting(FairnessAudit.Finding::group, FairnessAudit.Finding::answer)
                .containsExactly(
                        tuple("big", FairnessAudit.Answer.HIGHER),
                        tuple("low", FairnessAudit.Answer.LOWER),
                        tuple("small", FairnessAudit.Answer.UNCLEAR),
                        tuple("tiny", FairnessAudit.Answer.TOO_LITTLE_DATA));
        // (300.5/1000.5)/(5009.5/10023.5) by hand
        assertThat(findings.get(1).ratio()).isCloseTo(0.60097, within(1e-4));
    }

    @Test
    void largeEqualGroupsAreAlike() {
        assertThat(FairnessAudit.audit(Map.of("a", new Proportion(5000, 10000), "b", new Proportion(5050, 10000))))
                .allMatch(f -> f.answer() == FairnessAudit.Answer.ALIKE);
    }

    @Test
    void noGroupIsAccusedWhereAllAreTreatedAlike() {
        Random random = new Random(5);
        int accused = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            Map<String, Proportion> groups = new TreeMap<>();
            for (int g = 0; g < 6; g++) {
                int n = 30 + random.nextInt(200);
                int k = 0;
                for (int i = 0; i < n; i++) {
                    k += random.nextDouble() < 0.3 ? 1 : 0;
                }
                groups.put("g" + g, new Proportion(k, n));
            }
            accused += FairnessAudit.audit(groups).stream()
                            .anyMatch(f -> f.answer() == FairnessAudit.Answer.LOWER
                                    || f.answer() == FairnessAudit.Answer.HIGHER)
                    ? 1
                    : 0;
        }
        // 5 % of audits would be 20; three binomial standard deviations are 13
        assertThat(accused).isLessThan(33);
    }

    @Test
    void noSuccessAnywhereIsTooLittleData() {
        assertThat(FairnessAudit.audit(Map.of("a", new Proportion(0, 50), "b", new Proportion(0, 50))))
                .allMatch(f -> f.answer() == FairnessAudit.Answer.TOO_LITTLE_DATA);
    }

    @Test
    void reliabilityFindsTheSegmentThatIsOff() {
        int n = 600;
        Random random = new Random(6);
        String[] segment = new String[n];
        double[] chance = new double[n];
        boolean[] won = new boolean[n];
        for (int i = 0; i < n; i++) {
            segment[i] = "s" + i % 3;
            chance[i] = 0.2 + 0.6 * random.nextDouble();
            won[i] = random.nextDouble() < (i % 3 == 1 ? chance[i] / 2 : chance[i]);
        }
        assertThat(SegmentReliability.check(segment, chance, won))
                .extracting(SegmentReliability.Finding::off)
                .containsExactly(false, true, false);
        boolean[] few = new boolean[5];
        double[] sure = new double[5];
        Arrays.fill(sure, 0.99);
        String[] one = {"x", "x", "x", "x", "x"};
        assertThat(SegmentReliability.check(one, sure, few).getFirst().off()).isFalse();
    }
}
