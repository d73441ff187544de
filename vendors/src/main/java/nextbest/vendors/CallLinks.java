package nextbest.vendors;

/** What every connection to a vendor of calls may be told about putting calls to deals. */
public final class CallLinks {
    /** Less sure than this, a call is not put to a deal but listed. */
    public static final Setting FROM = Setting.may(
            "link-from", "0.75", "how sure it must be that a call belongs to a deal, 0.5 to 1; else it is listed");

    /** Where the ids of deals come from that the vendor puts calls to. */
    public static final Setting CRM = Setting.may(
            "crm-source", "", "connection or import whose ids the vendor's links to deals are; empty: looked for in all");

    private CallLinks() {}
}
