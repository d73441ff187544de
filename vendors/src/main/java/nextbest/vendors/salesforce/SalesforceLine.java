package nextbest.vendors.salesforce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.vendors.Json;
import nextbest.vendors.Line;
import nextbest.vendors.Reading;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Crm;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes an org of Salesforce. Pages are cut by the id of the last record and not by the vendor's query locators: those
 * expire, and a reading that was broken off goes on tomorrow where it stood.
 */
final class SalesforceLine implements Line, Crm {
    /** The external id of tasks that holds our key; an administrator makes it. */
    static final String KEY = "Nextbest_Key__c";

    private static final int PAGE = 500;
    /** Each record of these has two lists inside, which count as rows of the answer. */
    private static final int DEALS = 200;

    private final SalesforceApi api;
    private final SalesforceRecords records;
    private final Set<Capability> capabilities;
    private final boolean currencies;

    SalesforceLine(SalesforceApi api, SalesforceRecords records, Set<Capability> capabilities, boolean currencies) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.capabilities = Set.copyOf(capabilities);
        this.currencies = currencies;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Crm source() {
        return this;
    }

    @Override
    public Optional<Tasks> tasks() {
        return Optional.of(this);
    }

    // ------------------------------------------------------------------------------------------------ reading

    /** The objects that are read, with their fields. Activities lie in two of them. */
    private enum Table {
        USER("User", "Id, Name, Email, TimeZoneSidKey, SystemModstamp", ""),
        ACCOUNT("Account", "Id, Name, Industry, BillingCountry, NumberOfEmployees, OwnerId, SystemModstamp", ""),
        CONTACT("Contact", "Id, Name, Email, Title, AccountId, SystemModstamp", ""),
        OPPORTUNITY(
                "Opportunity",
                "Id, Name, StageName, Amount, CloseDate, CreatedDate, OwnerId, AccountId, SystemModstamp,"
                        + " (SELECT StageName, CreatedDate FROM OpportunityHistories),"
                        + " (SELECT ContactId, Role FROM OpportunityContactRoles)",
                ""),
        TASK(
                "Task",
                "Id, Subject, Description, TaskSubtype, WhatId, WhoId, OwnerId, CompletedDateTime, SystemModstamp",
                "IsClosed = true"),
        EVENT(
                "Event",
                "Id, Subject, Description, WhatId, WhoId, OwnerId, StartDateTime, DurationInMinutes, SystemModstamp",
                "");

        private final String object;
        private final String fields;
        private final String only;

        Table(String object, String fields, String only) {
            this.object = object;
            this.fields = fields;
            this.only = only;
        }
    }

    private static Table table(Kind kind) {
        return switch (kind) {
            case REP -> Table.USER;
            case CLIENT -> Table.ACCOUNT;
            case CONTACT -> Table.CONTACT;
            case DEAL -> Table.OPPORTUNITY;
            case ACTIVITY -> Table.TASK;
            case CALL, TASK -> throw notAble(kind);
        };
    }

    private void require(Kind kind) {
        if (!capabilities.contains(kind.needs()) || kind == Kind.TASK) {
            throw notAble(kind);
        }
    }

    private static VendorTrouble notAble(Kind kind) {
        return VendorTrouble.notAble("Salesforce", kind.needs());
    }

    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        boolean events = from.filter(place -> place.startsWith("EVENT/")).isPresent();
        Table table = events ? Table.EVENT : table(kind);
        Optional<String> after =
                from.map(place -> place.substring(place.indexOf('/') + 1)).filter(id -> !id.isEmpty());
        int most = table == Table.OPPORTUNITY ? DEALS : PAGE;
        List<String> where = new ArrayList<>();
        since.ifPresent(at -> where.add("SystemModstamp >= " + SalesforceRecords.soql(at)));
        after.ifPresent(id -> where.add("Id > '" + escaped(id) + "'"));
        List<JsonNode> found = select(table, where, " ORDER BY Id LIMIT " + most);
        Optional<String> next = found.size() == most
                ? Optional.of(table + "/" + SalesforceRecords.id(found.getLast()))
                : table == Table.TASK ? Optional.of("EVENT/") : Optional.empty();
        return new Page(found.stream().map(one -> item(table, one)).toList(), next);
    }

    private List<JsonNode> select(Table table, List<String> where, String rest) {
        List<String> all = new ArrayList<>(where);
        if (!table.only.isEmpty()) {
            all.add(table.only);
        }
        if (table == Table.TASK && hasKey()) {
            all.add(KEY + " = null");
        }
        String fields = table.fields;
        if (table == Table.OPPORTUNITY) {
            fields += currencies ? ", CurrencyIsoCode" : "";
            fields += records.mapping().fields().values().stream()
                    .filter(field -> field.matches("[A-Za-z]\\w*"))
                    .map(field -> ", " + field)
                    .collect(Collectors.joining());
        }
        return api.query(
                "read " + table.object,
                "SELECT " + fields + " FROM " + table.object
                        + (all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all)) + rest);
    }

    private Item item(Table table, JsonNode record) {
        return switch (table) {
            case USER -> records.user(record);
            case ACCOUNT -> records.account(record);
            case CONTACT -> records.contact(record);
            case OPPORTUNITY -> records.opportunity(record);
            case TASK -> records.activity(record, false);
            case EVENT -> records.activity(record, true);
        };
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        if (kind == Kind.DEAL) {
            return Reread.withParties(byId(Table.OPPORTUNITY, ids), ids, (party, theirs) -> byId(table(party), theirs));
        }
        List<Item> items = new ArrayList<>(byId(table(kind), ids));
        if (kind == Kind.ACTIVITY) {
            items.addAll(byId(Table.EVENT, ids));
        }
        return Reread.of(items, ids);
    }

    private List<Item> byId(Table table, Set<String> ids) {
        List<Item> items = new ArrayList<>();
        List<String> good =
                ids.stream().filter(id -> id.matches("[A-Za-z0-9]{15,18}")).toList();
        for (int at = 0; at < good.size(); at += MOST_AT_ONCE) {
            String list = good.subList(at, Math.min(good.size(), at + MOST_AT_ONCE)).stream()
                    .map(id -> "'" + id + "'")
                    .collect(Collectors.joining(", "));
            select(table, List.of("Id IN (" + list + ")"), "").forEach(one -> items.add(item(table, one)));
        }
        return items;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    // ------------------------------------------------------------------------------------------------ writing

    @Override
    public String write(Draft draft) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("Subject", draft.subject());
        fields.put("Description", draft.body());
        fields.put("ActivityDate", draft.due().toString().substring(0, "2026-03-31".length()));
        fields.put("Priority", draft.urgent() ? "High" : "Normal");
        fields.put("WhatId", draft.deal());
        draft.owner().ifPresent(owner -> fields.put("OwnerId", owner));
        JsonNode answer = api.upsert("write a task", "sobjects/Task/" + KEY + "/" + draft.key(), fields);
        return Json.text(answer, "id")
                .or(() -> find(draft))
                .orElseThrow(() -> new VendorTrouble(
                        VendorTrouble.Cause.UNCERTAIN, "write a task: it was taken, and is not there"));
    }

    @Override
    public Optional<String> find(Draft draft) {
        return api.find("look for a task", "sobjects/Task/" + KEY + "/" + draft.key() + "?fields=Id")
                .flatMap(task -> Json.text(task, "Id"));
    }

    @Override
    public Map<String, Standing> standings(Set<String> ids) {
        Map<String, Standing> standings = new HashMap<>();
        List<String> good =
                ids.stream().filter(id -> id.matches("[A-Za-z0-9]{15,18}")).toList();
        if (!good.isEmpty()) {
            String list = good.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
            api.query(
                            "read tasks",
                            "SELECT Id, IsClosed, CompletedDateTime, SystemModstamp FROM Task WHERE Id IN (" + list
                                    + ")")
                    .forEach(task -> {
                        Reading in = new Reading(task);
                        boolean closed = task.path("IsClosed").asBoolean(false);
                        standings.put(
                                SalesforceRecords.id(task),
                                new Standing(
                                        closed ? State.COMPLETED : State.OPEN,
                                        in.moment("CompletedDateTime")
                                                .or(() -> in.moment("SystemModstamp"))
                                                .orElse(Instant.EPOCH)));
                    });
        }
        ids.forEach(id -> standings.putIfAbsent(id, new Standing(State.DELETED, api.now())));
        return standings;
    }

    // ------------------------------------------------------------------------------------------------ connecting

    @Override
    public Survey survey() {
        JsonNode org = api.query("read the organisation", "SELECT Id, Name FROM Organization LIMIT 1")
                .getFirst();
        List<Survey.TheirStage> stages = new ArrayList<>();
        api.query(
                        "read stages",
                        "SELECT ApiName, MasterLabel, IsClosed, IsWon, DefaultProbability FROM OpportunityStage"
                                + " WHERE IsActive = true ORDER BY SortOrder")
                .forEach(stage -> stages.add(new Survey.TheirStage(
                        stage.path("ApiName").asString(),
                        stage.path("MasterLabel").asString(),
                        stage.path("IsClosed").asBoolean(false),
                        stage.path("IsWon").asBoolean(false),
                        stage.path("DefaultProbability").asDouble(-100) / 100)));
        Map<String, String> fields = new TreeMap<>();
        api.get("describe opportunities", "sobjects/Opportunity/describe")
                .path("fields")
                .forEach(field -> {
                    if (field.path("custom").asBoolean(false)) {
                        fields.put(
                                field.path("name").asString(),
                                field.path("type").asString());
                    }
                });
        Map<Capability, String> missing = new LinkedHashMap<>();
        probe(Capability.READ_REPS, Table.USER, missing);
        probe(Capability.READ_PEOPLE, Table.ACCOUNT, missing);
        probe(Capability.READ_PEOPLE, Table.CONTACT, missing);
        probe(Capability.READ_DEALS, Table.OPPORTUNITY, missing);
        probe(Capability.READ_ACTIVITIES, Table.EVENT, missing);
        return new Survey(org.path("Id").asString(), stages, fields, missing);
    }

    private void probe(Capability capability, Table table, Map<Capability, String> missing) {
        Survey.denial(
                        () -> api.query("look at " + table.object, "SELECT Id FROM " + table.object + " LIMIT 1"),
                        VendorTrouble.Cause.FORBIDDEN,
                        VendorTrouble.Cause.REJECTED)
                .ifPresent(said -> missing.put(capability, said));
    }

    /** Whether there is a field for our key; an org that is only read may have none. */
    private boolean hasKey() {
        for (JsonNode field :
                api.get("describe tasks", "sobjects/Task/describe").path("fields")) {
            if (field.path("name").asString().toLowerCase(Locale.ROOT).equals(KEY.toLowerCase(Locale.ROOT))) {
                return field.path("externalId").asBoolean(false)
                        && field.path("unique").asBoolean(false);
            }
        }
        return false;
    }

    /** The field for our key cannot be made over this API: it is looked for, and its absence said. */
    @Override
    public void prepareWriting() {
        if (!hasKey()) {
            throw new VendorTrouble(
                    VendorTrouble.Cause.REJECTED,
                    "writing needs the field " + KEY + " on activities: text of 100 characters, external id, unique; an"
                            + " administrator makes it as docs/vendor/salesforce.md says");
        }
    }
}
