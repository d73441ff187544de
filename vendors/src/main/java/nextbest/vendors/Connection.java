package nextbest.vendors;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.vendors.http.Wire;
import nextbest.vendors.webhook.Webhooks;

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

    /** Where the vendor is to call us and what it is to sign with; empty where it cannot reach us or has no secret. */
    public Optional<Hook> hook() {
        return find(Webhooks.ADDRESS)
                .filter(address -> address.startsWith("https://"))
                .flatMap(address -> find(Webhooks.SECRET).map(secret -> new Hook(address, secret)));
    }

    /** Where and with what a vendor calls. */
    public record Hook(String address, String secret) {
        /** Both are secrets. */
        @Override
        public String toString() {
            return "Hook[]";
        }
    }

    /**
     * A setting that is a whole number.
     *
     * @param problems takes a sentence if it is none from 1 to 999999999; then 1 is given
     */
    public double whole(Setting setting, List<String> problems) {
        String said = get(setting);
        if (!said.matches("[1-9]\\d{0,8}")) {
            problems.add(setting.key() + " must be a whole number from 1 to 999999999, but is '" + said + "'");
            return 1;
        }
        return Double.parseDouble(said);
    }

    /**
     * A setting that says what belongs to what: {@code NAME=VALUE}, separated by commas.
     *
     * @param value what a value looks like
     * @param problems takes a sentence for each that is none
     */
    public Map<String, String> pairs(Setting setting, String value, List<String> problems) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : find(setting).orElse("").split(",", -1)) {
            String[] both = pair.strip().split("=", 2);
            if (both.length == 2 && both[0].matches("[a-z][a-z0-9-]{0,79}") && both[1].matches(value)) {
                pairs.put(both[0], both[1]);
            } else if (!pair.isBlank()) {
                problems.add(setting.key() + " must be " + setting.meaning() + ", but has '" + pair.strip() + "'");
            }
        }
        return pairs;
    }

    /**
     * A setting that is an address which credentials may be sent to, without a slash at its end.
     *
     * @param problems takes a sentence if it is none; then some other is given
     */
    public URI address(Setting setting, List<String> problems) {
        String said = find(setting).orElse("").replaceAll("/+$", "");
        try {
            URI address = URI.create(said);
            if (Wire.isSecure(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add(setting.key() + " must be an address that begins with https:// (http:// on this machine only),"
                + " but is '" + said + "'");
        return URI.create("https://localhost");
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
