package nextbest.vendors;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one organisation has said about one vendor.
 *
 * @param source the name under which the vendor's ids are known with us
 * @param settings by key of {@link Setting}, secrets included; never printed
 * @param mapping how its stages and fields are called with us
 * @param real the wall clock, on which vendors live
 */
public record Connection(String source, Map<String, String> settings, Mapping mapping, InstantSource real) {
    public Connection {
        Objects.requireNonNull(source, "source");
        settings = Map.copyOf(settings);
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(real, "real");
    }

    /** What was said, or what holds if nothing was said. */
    public Optional<String> find(Setting setting) {
        return Optional.ofNullable(settings.get(setting.key()))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.of(setting.standard()).filter(value -> !value.isEmpty()));
    }

    public String get(Setting setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalArgumentException("the setting " + setting.key() + " is missing"));
    }

    /**
     * Checks what was said against what a vendor asks.
     *
     * @return what is wrong, each in a sentence; empty if all is well
     */
    public static List<String> problems(Vendor vendor, Map<String, String> said) {
        List<String> problems = new ArrayList<>();
        Set<String> known = vendor.settings().stream().map(Setting::key).collect(Collectors.toSet());
        said.keySet().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(
                        key -> problems.add("the setting " + key + " is not one of " + vendor.key() + "'s; allowed are "
                                + vendor.settings().stream().map(Setting::key).collect(Collectors.joining(", "))));
        for (Setting setting : vendor.settings()) {
            if (setting.required() && said.getOrDefault(setting.key(), "").isBlank()) {
                problems.add("the setting " + setting.key() + " is missing: " + setting.meaning());
            }
        }
        return problems;
    }

    @Override
    public String toString() {
        return "Connection[source=" + source + ", settings=" + settings.keySet() + "]";
    }
}
