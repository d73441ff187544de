package nextbest.vendors.hubspot;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import nextbest.vendors.Json;
import nextbest.vendors.Line;
import nextbest.vendors.Reading;
import nextbest.vendors.Survey;
import nextbest.vendors.hubspot.HubSpotRecords.Activity;
import nextbest.vendors.hubspot.HubSpotRecords.Ties;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** Reads and writes an account of HubSpot. */
final class HubSpotLine implements Line, Source {
    /** A list with histories gives no more at once. */
    private static final int PAGE = 50;
    /** A search ends here, whatever it found. */
    private static final int SEARCH_CEILING = 10_000;

    private static final int SEARCH_PAGE = 100;

    private final HubSpotApi api;
    private final HubSpotRecords records;
    private final Set<Capability> capabilities;
    private final HubSpotTasks tasks;
    private final HubSpotDeals deals;

    HubSpotLine(HubSpotApi api, HubSpotRecords records, HubSpotDeals deals, Set<Capability> capabilities) {
        this.api = Objects.requireNonNull(api, "api");
        this.records = Objects.requireNonNull(records, "records");
        this.capabilities = Set.copyOf(capabilities);
        this.tasks = new HubSpotTasks(api);
        this.deals = Objects.requireNonNull(deals, "deals");
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Source source() {
        return this;
    }

    // ------------------------------------------------------------------------------------------------ reading

    @Override
    public Page read(Kind kind, Optional<Instant> since, Optional<String> from) {
        require(kind);
        return switch (kind) {
            case REP -> owners(from);
            case CLIENT ->
                since.isEmpty() ? list("companies", kind, from) : changed("companies", kind, since.get(), from);
            case CONTACT ->
                since.isEmpty() ? list("contacts", kind, from) : changed("contacts", kind, since.get(), from);
            case DEAL -> since.isEmpty() ? list("deals", kind, from) : changed("deals", kind, since.get(), from);
            case ACTIVITY -> activities(since, from);
            case CALL, TASK -> throw notAble(kind);
        };
    }

    private void require(Kind kind) {
        if (!capabilities.contains(kind.needs()) || kind == Kind.TASK) {
            throw notAble(kind);
        }
    }

    private static VendorTrouble notAble(Kind kind) {
        return VendorTrouble.notAble("HubSpot", kind.needs());
    }

    /** Active owners, then those who left: deals may still be theirs. */
    private Page owners(Optional<String> from) {
        boolean gone = from.filter(f -> f.startsWith("gone|")).isPresent();
        String after = from.map(f -> f.substring(f.indexOf('|') + 1)).orElse("");
        JsonNode page = api.get(
                "read owners",
                "/crm/v3/owners?limit=100&archived=" + gone + (after.isEmpty() ? "" : "&after=" + encoded(after)));
        List<Item> items = new ArrayList<>();
        page.path("results").forEach(owner -> items.add(records.owner(owner)));
        Optional<String> next = next(page).map(a -> (gone ? "gone|" : "here|") + a);
        return new Page(items, next.isPresent() || gone ? next : Optional.of("gone|"));
    }

    private Page list(String objects, Kind kind, Optional<String> from) {
        JsonNode page = api.get(
                "read " + objects,
                "/crm/v3/objects/" + objects + "?limit=" + PAGE + "&properties="
                        + String.join(",", properties(objects))
                        + (kind == Kind.DEAL ? "&propertiesWithHistory=dealstage" : "")
                        + from.map(after -> "&after=" + encoded(after)).orElse(""));
        return new Page(items(objects, kind, page), next(page));
    }

    /** Searches by time of change. What it finds is read by id: a search knows neither history nor associations, and is late. */
    private Page changed(String objects, Kind kind, Instant since, Optional<String> from) {
        String[] position = from.orElse(since.toEpochMilli() + "|0").split("\\|", 2);
        long start = Long.parseLong(position[0]);
        String property = objects.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
        JsonNode found = api.search(
                "search " + objects,
                "/crm/v3/objects/" + objects + "/search",
                Map.of(
                        "filterGroups",
                        List.of(Map.of(
                                "filters",
                                List.of(Map.of(
                                        "propertyName", property, "operator", "GTE", "value", Long.toString(start))))),
                        // by the contract names of properties: those that changed longest ago first
                        "sorts",
                        List.of(property),
                        "properties",
                        List.of(property),
                        "limit",
                        SEARCH_PAGE,
                        "after",
                        position[1]));
        Map<String, Instant> ids = new LinkedHashMap<>();
        found.path("results")
                .forEach(one -> ids.put(
                        one.path("id").asString(),
                        Json.text(one.path("properties"), property)
                                .flatMap(Reading::momentOf)
                                .orElse(since)));
        List<Item> items = batch(objects, kind, ids.keySet());
        return new Page(items, next(found).map(after -> {
            // a record that changes while pages are read goes to the end, and all behind it move up: so the next search
            // begins
            // at the moment where this page ended, and counts on only among records of one moment
            long last =
                    ids.values().stream().mapToLong(Instant::toEpochMilli).max().orElse(start);
            if (last > start) {
                return last + "|0";
            }
            return Long.parseLong(after) < SEARCH_CEILING ? start + "|" + after : start + 1 + "|0";
        }));
    }

    private Page activities(Optional<Instant> since, Optional<String> from) {
        String[] position = from.orElse(Activity.CALLS + "/").split("/", 2);
        Activity activity = Activity.valueOf(position[0]);
        Optional<String> inner = Optional.of(position[1]).filter(text -> !text.isEmpty());
        Page page = since.isEmpty()
                ? list(activity.path(), Kind.ACTIVITY, inner)
                : changed(activity.path(), Kind.ACTIVITY, since.get(), inner);
        Optional<String> next = page.next()
                .map(after -> activity + "/" + after)
                .or(() -> activity.next().map(after -> after + "/"));
        return new Page(page.items(), next);
    }

    @Override
    public Reread reread(Kind kind, Set<String> ids) {
        require(kind);
        Source.checkCount(ids);
        return switch (kind) {
            case REP -> rereadOwners(ids);
            case CLIENT -> Reread.of(batch("companies", kind, ids), ids);
            case CONTACT -> Reread.of(batch("contacts", kind, ids), ids);
            case DEAL -> Reread.withParties(batch("deals", kind, ids), ids, this::byId);
            case ACTIVITY -> rereadActivities(ids);
            case CALL, TASK -> throw notAble(kind);
        };
    }

    private Reread rereadOwners(Set<String> ids) {
        List<Item> items = new ArrayList<>();
        Set<String> gone = new LinkedHashSet<>();
        for (String id : ids) {
            String path = "/crm/v3/owners/" + encoded(id);
            api.find("read an owner", path)
                    .or(() -> api.find("read an owner", path + "?archived=true"))
                    .ifPresentOrElse(owner -> items.add(records.owner(owner)), () -> gone.add(id));
        }
        return new Reread(items, gone);
    }

    /** A hint does not say which of the four kinds it is about, unless the id was ours: {@code calls:17}. */
    private Reread rereadActivities(Set<String> ids) {
        List<Item> items = new ArrayList<>();
        Set<String> gone = new LinkedHashSet<>(ids);
        for (Activity activity : Activity.values()) {
            String prefix = activity.path() + ":";
            Map<String, String> byBare = new LinkedHashMap<>();
            ids.stream()
                    .filter(id -> id.startsWith(prefix) || !id.contains(":"))
                    .forEach(id -> byBare.put(id.startsWith(prefix) ? id.substring(prefix.length()) : id, id));
            for (Item item : batch(activity.path(), Kind.ACTIVITY, byBare.keySet())) {
                items.add(item);
                gone.remove(byBare.get(item.id().substring(prefix.length())));
            }
        }
        return new Reread(items, gone);
    }

    private List<Item> byId(Kind kind, Set<String> ids) {
        return kind == Kind.REP
                ? rereadOwners(ids).items()
                : batch(kind == Kind.CLIENT ? "companies" : "contacts", kind, ids);
    }

    private List<Item> batch(String objects, Kind kind, Set<String> ids) {
        List<Item> items = new ArrayList<>();
        List<String> all = List.copyOf(ids);
        for (int at = 0; at < all.size(); at += PAGE) {
            Map<String, Object> body = new TreeMap<>(Map.of(
                    "inputs",
                    all.subList(at, Math.min(all.size(), at + PAGE)).stream()
                            .map(id -> Map.of("id", id))
                            .toList(),
                    "properties",
                    properties(objects),
                    "propertiesWithHistory",
                    kind == Kind.DEAL ? List.of("dealstage") : List.of()));
            items.addAll(items(
                    objects, kind, api.ask("read " + objects, "/crm/v3/objects/" + objects + "/batch/read", body)));
        }
        return items;
    }

    private List<Item> items(String objects, Kind kind, JsonNode page) {
        List<JsonNode> found =
                StreamSupport.stream(page.path("results").spliterator(), false).toList();
        List<String> ids = found.stream().map(one -> one.path("id").asString()).toList();
        boolean activity = kind == Kind.ACTIVITY;
        Map<String, List<String>> companies =
                kind == Kind.DEAL || kind == Kind.CONTACT ? associated(objects, "companies", ids) : Map.of();
        Map<String, List<String>> contacts =
                kind == Kind.DEAL || activity ? associated(objects, "contacts", ids) : Map.of();
        Map<String, List<String>> deals = activity ? associated(objects, "deals", ids) : Map.of();
        List<Item> items = new ArrayList<>(found.size());
        for (JsonNode one : found) {
            String id = one.path("id").asString();
            Ties ties = new Ties(
                    companies.getOrDefault(id, List.of()),
                    contacts.getOrDefault(id, List.of()),
                    deals.getOrDefault(id, List.of()));
            items.add(
                    switch (kind) {
                        case CLIENT -> records.company(one);
                        case CONTACT -> records.contact(one, ties);
                        case DEAL -> records.deal(one, ties);
                        case ACTIVITY -> records.activity(activityOf(objects), one, ties);
                        case REP, CALL, TASK -> throw notAble(kind);
                    });
        }
        return items;
    }

    /** Ids of what records belong to, those that the vendor calls primary first. */
    private Map<String, List<String>> associated(String from, String to, List<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        JsonNode answer = api.ask(
                "read associations of " + from,
                "/crm/v4/associations/" + from + "/" + to + "/batch/read",
                Map.of("inputs", ids.stream().map(id -> Map.of("id", id)).toList()));
        Map<String, List<String>> ties = new HashMap<>();
        for (JsonNode one : answer.path("results")) {
            List<String> primary = new ArrayList<>();
            List<String> others = new ArrayList<>();
            for (JsonNode end : one.path("to")) {
                boolean first = StreamSupport.stream(
                                end.path("associationTypes").spliterator(), false)
                        .anyMatch(type -> Json.text(type, "label").orElse("").equalsIgnoreCase("Primary"));
                (first ? primary : others).add(end.path("toObjectId").asString());
            }
            primary.addAll(others);
            ties.put(one.path("from").path("id").asString(), List.copyOf(new LinkedHashSet<>(primary)));
        }
        return ties;
    }

    private static Activity activityOf(String objects) {
        return Activity.valueOf(objects.toUpperCase(java.util.Locale.ROOT));
    }

    private List<String> properties(String objects) {
        return switch (objects) {
            case "companies" -> HubSpotRecords.COMPANY_PROPERTIES;
            case "contacts" -> HubSpotRecords.CONTACT_PROPERTIES;
            case "deals" -> records.dealProperties();
            default -> activityOf(objects).properties();
        };
    }

    private static Optional<String> next(JsonNode page) {
        return Json.text(page.path("paging").path("next"), "after");
    }

    @Override
    public Optional<Tasks> tasks() {
        return Optional.of(tasks);
    }

    @Override
    public Optional<DealChanges> dealChanges() {
        return Optional.of(deals);
    }

    @Override
    public void prepareWriting() {
        tasks.prepare();
    }

    @Override
    public Survey survey() {
        return new HubSpotSurvey(api).look();
    }

    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
