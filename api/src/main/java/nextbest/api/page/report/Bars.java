package nextbest.api.page.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Counts as bars, beside which the numbers stand: nobody has to measure a bar. */
public record Bars(List<Bar> bars) {
    /**
     * One bar.
     *
     * @param key of its label in the message file
     * @param width 0 to 100, the longest being 100
     */
    public record Bar(String key, long count, double width) {}

    /** @param prefix before the keys, in the message file */
    static Bars of(String prefix, SortedMap<String, Long> counts) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new Bars(counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(e -> new Bar(
                        prefix + e.getKey(),
                        e.getValue(),
                        most == 0 ? 0 : Math.round(1_000.0 * e.getValue() / most) / 10.0))
                .toList());
    }
}
