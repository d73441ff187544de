package nextbest.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nextbest.recommendation.Factor;
import nextbest.recommendation.LargestRemainder;
import nextbest.recommendation.SubFactor;

/**
 * Maximum and neutral value of each line, in hundredths of a point. A factor of weight W has W · 100 hundredths, split evenly
 * over its lines; at a baseline of S points each line stands at S % of its maximum. Both splits are by largest remainder
 * inside the factor, so that the lines of a factor add up to W · S and all lines to S · 100 exactly.
 */
final class NeutralLines {
    private final Map<SubFactor, Integer> max = new EnumMap<>(SubFactor.class);
    private final Map<Factor, int[]> maxOfFactor = new EnumMap<>(Factor.class);
    private final Map<Factor, Integer> weight = new EnumMap<>(Factor.class);
    private final Map<Integer, Map<SubFactor, Integer>> neutral = new java.util.HashMap<>();

    NeutralLines(SelectionPolicy.Weights weights) {
        for (Factor factor : Factor.values()) {
            List<SubFactor> lines = SubFactor.of(factor);
            int points = switch (factor) {
                case RELEVANCE -> weights.relevance();
                case IMPACT -> weights.impact();
                case URGENCY -> weights.urgency();
                case FEASIBILITY -> weights.feasibility();
            };
            int[] even = new int[lines.size()];
            java.util.Arrays.fill(even, 1);
            List<Integer> parts = LargestRemainder.apportion(points * 100, even);
            for (int i = 0; i < lines.size(); i++) {
                max.put(lines.get(i), parts.get(i));
                even[i] = parts.get(i);
            }
            maxOfFactor.put(factor, even);
            weight.put(factor, points);
        }
    }

    int max(SubFactor line) {
        return max.get(line);
    }

    /** @param baseline 0 to 100 points */
    Map<SubFactor, Integer> at(int baseline) {
        return neutral.computeIfAbsent(baseline, this::compute);
    }

    private Map<SubFactor, Integer> compute(int baseline) {
        Map<SubFactor, Integer> values = new EnumMap<>(SubFactor.class);
        for (Factor factor : Factor.values()) {
            List<SubFactor> lines = SubFactor.of(factor);
            List<Integer> parts = LargestRemainder.apportion(weight.get(factor) * baseline, maxOfFactor.get(factor));
            for (int i = 0; i < lines.size(); i++) {
                values.put(lines.get(i), parts.get(i));
            }
        }
        return values;
    }
}
