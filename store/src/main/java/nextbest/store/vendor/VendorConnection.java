package nextbest.store.vendor;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an organisation reaches one vendor.
 *
 * @param source the name under which the vendor's ids are known; also the channel of what is written there
 * @param vendor which one
 * @param settings what may be shown
 * @param secrets what may not
 * @param stages key of our stage by the vendor's id of a stage
 * @param fields the vendor's name of a field by ours
 * @param reads whether it is read
 * @param writes whether tasks are written there
 * @param trouble what a person has to see to
 */
public record VendorConnection(
        String source,
        String vendor,
        Map<String, String> settings,
        Map<String, String> secrets,
        Map<String, String> stages,
        Map<String, String> fields,
        boolean reads,
        boolean writes,
        Optional<String> trouble) {
    public VendorConnection {
        if (source == null || !source.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "a connection's name is a lower case letter, then up to 39 of a-z, 0-9 and -," + " but is '"
                            + source + "'");
        }
        if (source.equals("mail") || source.equals("page")) {
            throw new IllegalArgumentException(
                    "a connection cannot be called " + source + ": that is a channel of ours");
        }
        Objects.requireNonNull(vendor, "vendor");
        settings = new TreeMap<>(settings);
        secrets = new TreeMap<>(secrets);
        stages = new TreeMap<>(stages);
        fields = new TreeMap<>(fields);
        Objects.requireNonNull(trouble, "trouble");
    }

    /** Settings and secrets in one. */
    public Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(secrets);
        return all;
    }

    /** Secrets are not printed. */
    @Override
    public String toString() {
        return "VendorConnection[source=" + source + ", vendor=" + vendor + ", settings=" + settings + ", secrets="
                + secrets.keySet() + ", reads=" + reads + ", writes=" + writes + "]";
    }
}
