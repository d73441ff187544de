package nextbest.vendors.salesforce;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.VendorTrouble;

/** The objects that are read, with their fields. Activities lie in two of them. */
enum SalesforceTable {
    USER("User", "Id,Name,Email,TimeZoneSidKey,SystemModstamp", "", 2_000),
    ACCOUNT("Account", "Id,Name,Industry,BillingCountry,NumberOfEmployees,OwnerId,SystemModstamp", "", 2_000),
    CONTACT("Contact", "Id,Name,Email,Title,AccountId,SystemModstamp", "", 2_000),
    OPPORTUNITY(
            "Opportunity",
            "Id,Name,StageName,Amount,CloseDate,CreatedDate,OwnerId,AccountId,SystemModstamp",
            "",
            // what belongs to these is asked for in two composite requests
            800),
    TASK(
            "Task",
            "Id,Subject,Description,TaskSubtype,WhatId,WhoId,OwnerId,CompletedDateTime,SystemModstamp",
            "IsClosed = true",
            // a description has up to 32,000 characters
            250),
    EVENT(
            "Event",
            "Id,Subject,Description,WhatId,WhoId,OwnerId,StartDateTime,DurationInMinutes,SystemModstamp",
            "",
            250);

    /** Lists inside opportunities. A query of the Bulk API knows none, so they are asked for apart there. */
    static final String HISTORIES = "OpportunityHistories";

    static final String ROLES = "OpportunityContactRoles";

    private final String object;
    private final List<String> fields;
    private final String only;
    private final int part;

    SalesforceTable(String object, String fields, String only, int part) {
        this.object = object;
        this.fields = Arrays.asList(fields.split(",", -1));
        this.only = only;
        this.part = part;
    }

    /** As Salesforce calls it. */
    String object() {
        return object;
    }

    List<String> fields() {
        return fields;
    }

    /** A condition that always holds for what is read; empty: none. */
    String only() {
        return only;
    }

    /** So many rows of a bulk query are held in memory at once. */
    int part() {
        return part;
    }

    /** Whether a field may be missing: the record is understood without it. */
    static boolean isNeeded(String field) {
        return field.equals("Id") || field.equals("SystemModstamp");
    }

    /** Where a kind is read first. */
    static SalesforceTable of(Kind kind) {
        return switch (kind) {
            case REP -> USER;
            case CLIENT -> ACCOUNT;
            case CONTACT -> CONTACT;
            case DEAL -> OPPORTUNITY;
            case ACTIVITY -> TASK;
            case CALL, TASK -> throw VendorTrouble.notAble("Salesforce", kind.needs());
        };
    }

    /** A query with conditions that all hold. */
    String query(Collection<String> shown, Collection<String> where, String rest) {
        return "SELECT " + String.join(", ", shown) + " FROM " + object
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where)) + rest;
    }

    /** {@code 'a', 'b'}: ids are letters and digits, others are left out. */
    static String list(Collection<String> ids) {
        return String.join(
                ", ",
                ids.stream()
                        .filter(SalesforceTable::isId)
                        .map(id -> "'" + id + "'")
                        .toList());
    }

    static boolean isId(String text) {
        return text.matches("[A-Za-z0-9]{15,18}");
    }
}
