package nextbest.api.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** Counts as bars of a chart, beside which the numbers stand: nobody has to measure a bar. */
public record Bars(List<Bar> bars, int height) {
    private static final int ROW = 34;

    /**
     * One bar.
     *
     * @param key of its label in the message file
     * @param y from the top, in the chart's units
     * @param width 0 to 100, the longest being 100
     */
    public record Bar(String key, long count, int y, double width) {}

    /** @param prefix before the keys, in the message file */
    static Bars of(String prefix, SortedMap<String, Long> counts) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Comparator.comparing((java.util.Map.Entry<String, Long> e) -> -e.getValue())
                        .thenComparing(java.util.Map.Entry::getKey))
                .forEach(e -> bars.add(new Bar(
                        prefix + e.getKey(),
                        e.getValue(),
                        bars.size() * ROW,
                        most == 0 ? 0 : Math.round(1_000.0 * e.getValue() / most) / 10.0)));
        return new Bars(bars, bars.size() * ROW);
    }
}
