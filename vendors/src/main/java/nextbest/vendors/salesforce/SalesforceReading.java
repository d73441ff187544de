package nextbest.vendors.salesforce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.vendors.Json;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an org. Everything of a large table is read by a query of the Bulk API, part by part; a small one, and what changed, by
 * queries whose pages are cut by the id of the last record and not by a query locator: those of the REST API expire, and a reading
 * that was broken off goes on tomorrow where it stood. What changed ends with what was deleted.
 */
final class SalesforceReading implements Source {
    private static final int PAGE = 500;
    /** Each record of these has two lists inside, which count as rows of the answer. */
    private static final int DEALS = 200;
    /** So many queries fit into one composite request; two are needed for a number of opportunities. */
    private static final int QUERIES = 4;

    private final SalesforceApi api;
    private final SalesforceRecords records;
    private final BulkJobs jobs;
    private final Set<Capability> capabilities;
    private final boolean currencies;
    private final int bulkFrom;
    private final Map<SalesforceTable, Set<String>> hidden = new ConcurrentHashMap<>();

    /** @param bulkFrom tables with so many records or more are read by the Bulk API */
    SalesforceReading(
            SalesforceApi api,
            SalesforceRecords records,
            Set<Capability> capabilities,
            boolean currencies,
            int bulkFrom) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.jobs = new BulkJobs(api);
        this.capabilities = Set.copyOf(capabilities);
        this.currencies = currencies;
        this.bulkFrom = bulkFrom;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    private void require(Kind kind) {
        if (!capabilities.contains(kind.needs()) || kind == Kind.TASK) {
            throw VendorTrouble.notAble("Salesforce", kind.needs());
        }
    }

    // ------------------------------------------------------------------------------------------------ pages

    /** How a table is being read. */
    private enum Way {
        /** By id; the rest of the place is the last one. */
        ROWS,
        /** By a bulk query; the rest is the job and the locator. */
        BULK,
        /** What was deleted, by id. */
        GONE
    }

    /**
     * A place in a reading, kept between its pages.
     *
     * @param rest empty: from the beginning
     */
    private record Place(Way way, SalesforceTable table, String rest) {
        static Place begin(SalesforceTable table) {
            return new Place(Way.ROWS, table, "");
        }

        /** {@code OPPORTUNITY/006…}, {@code BULK:OPPORTUNITY/750…/locator} or {@code GONE:OPPORTUNITY/006…}. */
        static Place read(String text) {
            String[] both = text.split("/", 2);
            int colon = both[0].indexOf(':');
            return new Place(
                    colon < 0 ? Way.ROWS : Way.valueOf(both[0].substring(0, colon)),
                    SalesforceTable.valueOf(both[0].substring(colon + 1)),
                    both[1]);
        }

        Place at(String place) {
            return new Place(way, table, place);
        }

        @Override
        public String toString() {
            return (way == Way.ROWS ? "" : way + ":") + table + "/" + rest;
        }
    }

    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        Place place = from.map(Place::read).orElseGet(() -> Place.begin(SalesforceTable.of(kind)));
        return switch (place.way()) {
            case ROWS -> rows(kind, since, place);
            case BULK -> bulk(kind, place);
            case GONE -> gone(since.orElse(Instant.EPOCH), place);
        };
    }

    private Page rows(Kind kind, Optional<Instant> since, Place place) {
        SalesforceTable table = place.table();
        int most = table == SalesforceTable.OPPORTUNITY ? DEALS : PAGE;
        List<String> where = new ArrayList<>();
        since.ifPresent(at -> where.add("SystemModstamp >= " + SalesforceRecords.soql(at)));
        if (!place.rest().isEmpty()) {
            where.add("Id > '" + escaped(place.rest()) + "'");
        }
        List<JsonNode> found = select(table, where, " ORDER BY Id LIMIT " + most);
        if (since.isEmpty() && place.rest().isEmpty() && isLarge(table, found.size(), most)) {
            Optional<String> job =
                    jobs.begin("read " + table.object(), table.query(shown(table, false), conditions(table), ""));
            if (job.isPresent()) {
                // the job is kept before anything is waited for; what was found comes again with it
                return new Page(List.of(), Optional.of(new Place(Way.BULK, table, job.get() + "/").toString()));
            }
        }
        Optional<String> next = found.size() == most
                ? Optional.of(place.at(SalesforceRecords.id(found.getLast())).toString())
                : after(kind, place, since.isPresent());
        return new Page(items(table, found), next);
    }

    /** What is read when a table is at its end. */
    private static Optional<String> after(Kind kind, Place place, boolean changes) {
        if (place.table() == SalesforceTable.TASK) {
            return Optional.of(Place.begin(SalesforceTable.EVENT).toString());
        }
        boolean deletions = changes && (kind == Kind.DEAL || kind == Kind.CLIENT || kind == Kind.CONTACT);
        return deletions ? Optional.of(new Place(Way.GONE, place.table(), "").toString()) : Optional.empty();
    }

    /** A table that fits into one page is not counted. */
    private boolean isLarge(SalesforceTable table, int found, int most) {
        if (found < most) {
            return found >= bulkFrom;
        }
        return api.count("count " + table.object(), table.query(List.of("COUNT()"), List.of(), "")) >= bulkFrom;
    }

    private Page bulk(Kind kind, Place place) {
        String[] both = place.rest().split("/", 2);
        if (both[1].isEmpty()) {
            switch (jobs.await(both[0])) {
                case WORKING -> {
                    return new Page(List.of(), Optional.of(place.toString()));
                }
                case FAILED -> {
                    // no record has an id before this one: row by row from the beginning
                    return new Page(
                            List.of(), Optional.of(new Place(Way.ROWS, place.table(), "000000000000000").toString()));
                }
                case UNKNOWN -> {
                    return anew(place);
                }
                case DONE -> {}
            }
        }
        Optional<BulkJobs.Part> part = jobs.part(both[0], both[1], place.table().part());
        if (part.isEmpty()) {
            return anew(place);
        }
        List<JsonNode> rows = part.get().rows();
        if (place.table() == SalesforceTable.OPPORTUNITY) {
            putListsInto(rows);
        }
        return new Page(
                items(place.table(), rows),
                part.get()
                        .next()
                        .map(locator -> place.at(both[0] + "/" + locator).toString())
                        .or(() -> after(kind, place, false)));
    }

    /** Salesforce has forgotten what was found: everything is asked for again, and what was taken before is taken once. */
    private static Page anew(Place place) {
        return new Page(List.of(), Optional.of(Place.begin(place.table()).toString()));
    }

    /** Stage history and contact roles of opportunities that were read without, several queries to a request. */
    private void putListsInto(List<JsonNode> deals) {
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        deals.forEach(deal -> byId.put(SalesforceRecords.id(deal), (ObjectNode) deal));
        List<String> ids = List.copyOf(byId.keySet());
        int step = DEALS * QUERIES / 2;
        for (int at = 0; at < ids.size(); at += step) {
            List<String> queries = new ArrayList<>();
            for (int from = at; from < Math.min(ids.size(), at + step); from += DEALS) {
                String list = SalesforceTable.list(ids.subList(from, Math.min(ids.size(), from + DEALS)));
                queries.add("SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory"
                        + " WHERE OpportunityId IN (" + list + ")");
                queries.add("SELECT OpportunityId, ContactId, Role FROM OpportunityContactRole"
                        + " WHERE OpportunityId IN (" + list + ")");
            }
            List<List<JsonNode>> answers = api.queries("read histories and roles", queries);
            for (int i = 0; i < answers.size(); i++) {
                put(i % 2 == 0 ? SalesforceTable.HISTORIES : SalesforceTable.ROLES, answers.get(i), byId);
            }
        }
    }

    private static void put(String list, List<JsonNode> children, Map<String, ObjectNode> deals) {
        for (JsonNode child : children) {
            Optional.ofNullable(deals.get(Json.text(child, "OpportunityId").orElse("")))
                    .ifPresent(deal ->
                            deal.withObject("/" + list).withArray("/records").add(child));
        }
    }

    /** What was deleted since; of a merge what was merged into another one is deleted. */
    private Page gone(Instant since, Place place) {
        List<String> where = new ArrayList<>();
        where.add("IsDeleted = true");
        where.add("SystemModstamp >= " + SalesforceRecords.soql(since));
        if (!place.rest().isEmpty()) {
            where.add("Id > '" + escaped(place.rest()) + "'");
        }
        Set<String> ids = new LinkedHashSet<>();
        api.queryAll("read what was deleted", place.table().query(List.of("Id"), where, " ORDER BY Id LIMIT " + PAGE))
                .forEach(one -> ids.add(SalesforceRecords.id(one)));
        Optional<String> next = ids.size() == PAGE
                ? Optional.of(
                        place.at(ids.stream().reduce((a, b) -> b).orElseThrow()).toString())
                : Optional.empty();
        return new Page(List.of(), next, ids);
    }

    // ------------------------------------------------------------------------------------------------ queries

    private List<String> conditions(SalesforceTable table) {
        List<String> all = new ArrayList<>();
        if (!table.only().isEmpty()) {
            all.add(table.only());
        }
        if (table == SalesforceTable.TASK && hasKey()) {
            all.add(SalesforceTasks.KEY + " = null");
        }
        return all;
    }

    private List<JsonNode> select(SalesforceTable table, Collection<String> where, String rest) {
        List<String> all = new ArrayList<>(where);
        all.addAll(conditions(table));
        try {
            return api.query("read " + table.object(), table.query(shown(table, true), all, rest));
        } catch (VendorTrouble e) {
            // a field that was renamed, deleted or hidden takes no other field with it
            boolean field = e.what() == VendorTrouble.Cause.REJECTED
                    && String.valueOf(e.getMessage()).contains("INVALID_FIELD");
            if (!field || hidden.containsKey(table) || !hide(table)) {
                throw e;
            }
            return api.query("read " + table.object(), table.query(shown(table, true), all, rest));
        }
    }

    /** Fields that are asked for. */
    private List<String> shown(SalesforceTable table, boolean lists) {
        List<String> shown = new ArrayList<>(wanted(table));
        shown.removeAll(hidden.getOrDefault(table, Set.of()));
        if (table == SalesforceTable.OPPORTUNITY && lists) {
            shown.add("(SELECT StageName, CreatedDate FROM " + SalesforceTable.HISTORIES + ")");
            shown.add("(SELECT ContactId, Role FROM " + SalesforceTable.ROLES + ")");
        }
        return shown;
    }

    private List<String> wanted(SalesforceTable table) {
        List<String> wanted = new ArrayList<>(table.fields());
        if (table == SalesforceTable.OPPORTUNITY) {
            if (currencies) {
                wanted.add("CurrencyIsoCode");
            }
            records.mapping().fields().values().stream()
                    .filter(field -> field.matches("[A-Za-z]\\w*") && !wanted.contains(field))
                    .forEach(wanted::add);
        }
        return wanted;
    }

    /** @return whether there is a field that is not there, so that asking without it can help */
    private boolean hide(SalesforceTable table) {
        Set<String> there = new LinkedHashSet<>();
        api.get("describe " + table.object(), "sobjects/" + table.object() + "/describe")
                .path("fields")
                .forEach(field -> there.add(field.path("name").asString().toLowerCase(Locale.ROOT)));
        Set<String> missing = new LinkedHashSet<>();
        wanted(table).stream()
                .filter(field -> !SalesforceTable.isNeeded(field) && !there.contains(field.toLowerCase(Locale.ROOT)))
                .forEach(missing::add);
        hidden.put(table, missing);
        return !missing.isEmpty();
    }

    /** What is hidden is said with the first record: once for a page. */
    private List<Item> items(SalesforceTable table, List<JsonNode> found) {
        List<Item> items = new ArrayList<>(found.size());
        Set<String> missing = hidden.getOrDefault(table, Set.of());
        for (JsonNode one : found) {
            Item item = item(table, one);
            if (items.isEmpty() && !missing.isEmpty()) {
                List<Item.Oddity> odd = new ArrayList<>(item.oddities());
                missing.forEach(field -> odd.add(new Item.Oddity(
                        field, "nothing", "a field of " + table.object() + " that is there and may be read")));
                item = new Item(item.kind(), item.id(), item.changedAt(), item.says(), odd);
            }
            items.add(item);
        }
        return items;
    }

    private Item item(SalesforceTable table, JsonNode record) {
        return switch (table) {
            case USER -> records.user(record);
            case ACCOUNT -> records.account(record);
            case CONTACT -> records.contact(record);
            case OPPORTUNITY -> records.opportunity(record);
            case TASK -> records.activity(record, false);
            case EVENT -> records.activity(record, true);
        };
    }

    // ------------------------------------------------------------------------------------------------ by id

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        if (kind == Kind.DEAL) {
            return Reread.withParties(
                    byId(SalesforceTable.OPPORTUNITY, ids),
                    ids,
                    (party, theirs) -> byId(SalesforceTable.of(party), theirs));
        }
        List<Item> items = new ArrayList<>(byId(SalesforceTable.of(kind), ids));
        if (kind == Kind.ACTIVITY) {
            items.addAll(byId(SalesforceTable.EVENT, ids));
        }
        return Reread.of(items, ids);
    }

    private List<Item> byId(SalesforceTable table, Set<String> ids) {
        List<Item> items = new ArrayList<>();
        List<String> good = ids.stream().filter(SalesforceTable::isId).toList();
        for (int at = 0; at < good.size(); at += MOST_AT_ONCE) {
            String list = SalesforceTable.list(good.subList(at, Math.min(good.size(), at + MOST_AT_ONCE)));
            items.addAll(items(table, select(table, List.of("Id IN (" + list + ")"), "")));
        }
        return items;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    /** Whether there is a field for our key; an org that is only read may have none. */
    boolean hasKey() {
        for (JsonNode field :
                api.get("describe tasks", "sobjects/Task/describe").path("fields")) {
            if (field.path("name").asString().equalsIgnoreCase(SalesforceTasks.KEY)) {
                return field.path("externalId").asBoolean(false)
                        && field.path("unique").asBoolean(false);
            }
        }
        return false;
    }
}
