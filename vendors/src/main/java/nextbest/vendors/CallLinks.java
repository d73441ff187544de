package nextbest.vendors;

import java.util.List;
import java.util.Map;

/** What every connection to a vendor of calls may be told about putting calls to deals. */
public final class CallLinks {
    /** Less sure than this, a call is not put to a deal but listed. */
    public static final Setting FROM = Setting.may(
            "link-from", "0.75", "how sure it must be that a call belongs to a deal, 0.5 to 1; else it is listed");

    /** Where the ids of deals come from that the vendor puts calls to. */
    public static final Setting CRM = Setting.may(
            "crm-source",
            "",
            "connection or import whose ids the vendor's links to deals are; empty: looked for in all");

    private CallLinks() {}

    /**
     * The threshold of a connection; what holds if nothing or nothing sensible was said.
     *
     * @param settings by key
     */
    public static double from(Map<String, String> settings) {
        String said = settings.getOrDefault(FROM.key(), FROM.standard());
        return Double.parseDouble(isShare(said) ? said : FROM.standard());
    }

    /** Adds a sentence for what is wrong. */
    public static void check(Connection connection, List<String> problems) {
        if (!isShare(connection.get(FROM))) {
            problems.add(FROM.key() + " must be a number from 0.5 to 1, but is '" + connection.get(FROM) + "'");
        }
    }

    private static boolean isShare(String said) {
        return said.matches("0\\.[5-9]\\d{0,3}|1(\\.0{1,3})?");
    }
}
