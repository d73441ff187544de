package nextbest.vendors;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.vendors.chorus.Chorus;
import nextbest.vendors.gong.Gong;
import nextbest.vendors.hubspot.HubSpot;
import nextbest.vendors.outreach.Outreach;
import nextbest.vendors.salesforce.Salesforce;
import nextbest.vendors.salesloft.Salesloft;
import nextbest.vendors.simulated.Simulated;

/** All vendors, line by line; one of them is played in this process. */
public final class Vendors {
    private static final List<Vendor> ALL = List.of(
            new Chorus(),
            new Gong(),
            new HubSpot(),
            new Outreach(),
            new Salesforce(),
            new Salesloft(),
            new Simulated());

    private Vendors() {}

    public static List<Vendor> all() {
        return ALL;
    }

    public static Optional<Vendor> find(String key) {
        return ALL.stream().filter(vendor -> vendor.key().equals(key)).findFirst();
    }

    /** All names, for error messages. */
    public static String allowed() {
        return ALL.stream().map(Vendor::key).collect(Collectors.joining(", "));
    }
}
