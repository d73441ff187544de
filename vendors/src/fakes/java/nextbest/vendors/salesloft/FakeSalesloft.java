package nextbest.vendors.salesloft;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import nextbest.vendors.FakeVendor;
import nextbest.vendors.Json;
import nextbest.vendors.webhook.Signatures;
import tools.jackson.databind.JsonNode;

/**
 * Salesloft as its pages say it behaves: numbered pages of at most 100 that cost the more the deeper they lie, 600 points a minute for
 * a team, refresh tokens that end with their use, tasks and signals with idempotency keys, signals only for what is registered and
 * not for API keys, webhooks signed with HMAC-SHA1. It knows nothing of our adapter.
 */
public final class FakeSalesloft extends FakeVendor {
    private static final Set<String> RESOURCES = Set.of(
            "users",
            "accounts",
            "people",
            "opportunities",
            "opportunity_people",
            "opportunity_stages",
            "activities/calls",
            "activities/emails",
            "notes",
            "cadences",
            "cadence_memberships",
            "tasks",
            "webhook_subscriptions",
            "integrations/signals/registrations",
            "signals");
    private static final Set<String> PAGING =
            Set.of("page", "per_page", "sort_by", "sort_direction", "include_paging_counts", "limit_paging_counts");

    private final Map<String, Map<Long, Map<String, Object>>> tables = new TreeMap<>();
    private long next = 1;
    private int perMinute = 1_000_000;
    private int spent;
    private long minute;
    private Set<String> forbidden = Set.of();
    private Duration lag = Duration.ZERO;
    private boolean refusesKnownKeys;
    private Set<String> timeless = Set.of();
    private String apiKey = "ak_none";
    private String access = "none yet";
    private Instant accessUntil = Instant.MIN;
    private String refresh = "refresh-0";
    private int exchanges;

    public FakeSalesloft(InstantSource clock) {
        super(clock, "application/json; charset=utf-8");
        RESOURCES.forEach(resource -> tables.put(resource, new TreeMap<>()));
        int order = 0;
        for (String name : List.of("Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost")) {
            create("opportunity_stages", Map.of("name", name, "order", order++, "active", true));
        }
        open();
    }

    // ---------------------------------------------------------------------------------------------- what tests set up

    public synchronized void allow(int pointsPerMinute) {
        perMinute = pointsPerMinute;
    }

    public synchronized void forbid(Set<String> resources) {
        forbidden = Set.copyOf(resources);
    }

    /** Lists know of a new record only so much later. */
    public synchronized void lag(Duration later) {
        lag = later;
    }

    /** A second task under a key is refused instead of answered with the first. */
    public synchronized void refuseKnownKeys() {
        refusesKnownKeys = true;
    }

    /** These heed no time in a list. */
    public synchronized void timeless(Set<String> resources) {
        timeless = Set.copyOf(resources);
    }

    public synchronized void apiKey(String key) {
        apiKey = key;
    }

    public synchronized void revokeAccess() {
        access = "revoked";
    }

    /** As when another program has used it. */
    public synchronized void revokeRefresh() {
        refresh = "used elsewhere";
    }

    /** As when a person grants the app access anew: the first refresh token of a test is good again. */
    public synchronized void grantAgain() {
        refresh = "refresh-0";
    }

    public synchronized int exchanges() {
        return exchanges;
    }

    /** @return the id */
    public synchronized String create(String resource, Map<String, Object> fields) {
        Map<String, Object> record = new TreeMap<>(fields);
        long id = next++;
        record.put("id", id);
        record.put("created_at", now());
        record.putIfAbsent("updated_at", now());
        tables.get(resource).put(id, record);
        return Long.toString(id);
    }

    /** How one record refers to another. */
    public static Map<String, Object> link(String id) {
        return Map.of("id", Long.parseLong(id), "_href", "https://api.salesloft.com/v2/x/" + id);
    }

    public synchronized void change(String resource, String id, Map<String, Object> fields) {
        Map<String, Object> record = tables.get(resource).get(Long.parseLong(id));
        record.putAll(fields);
        record.put("updated_at", now());
    }

    public synchronized void delete(String resource, String id) {
        tables.get(resource).remove(Long.parseLong(id));
    }

    public synchronized List<String> ids(String resource) {
        return tables.get(resource).keySet().stream().map(String::valueOf).toList();
    }

    public synchronized Map<String, Object> read(String resource, String id) {
        return Map.copyOf(tables.get(resource).get(Long.parseLong(id)));
    }

    /** The id in a field that refers to another record; empty if there is none. */
    public synchronized String related(String resource, String id, String field) {
        return idIn(tables.get(resource).get(Long.parseLong(id)), field);
    }

    private static String idIn(Map<String, Object> record, String field) {
        return record.get(field) instanceof Map<?, ?> link ? String.valueOf(link.get("id")) : "";
    }

    public synchronized void completeTask(String id) {
        change("tasks", id, Map.of("current_state", "completed", "completed_at", now()));
    }

    private String now() {
        return clock.instant().toString().replace("Z", "+00:00");
    }

    // ---------------------------------------------------------------------------------------------- webhooks

    /** The body of a webhook: the record. */
    public synchronized byte[] event(String resource, String id) {
        Map<String, Object> record = tables.get(resource).get(Long.parseLong(id));
        return Json.write(record == null ? Map.of("id", Long.parseLong(id)) : record)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Delivers a webhook once, and says how it was answered. */
    public static int call(URI hook, String token, String event, byte[] body) {
        return post(
                hook,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "x-salesloft-event",
                        event,
                        "x-salesloft-signature",
                        sign(token, body)),
                body);
    }

    public static String sign(String token, byte[] body) {
        return HexFormat.of().formatHex(Signatures.mac(Signatures.Algorithm.HMAC_SHA1, token, body));
    }

    // ---------------------------------------------------------------------------------------------- answering

    @Override
    protected Reply later() {
        return new Reply(429, Map.of("error", "Too Many Requests"), Map.of("x-ratelimit-remaining-minute", "0"));
    }

    private static Reply refused(int status, String why) {
        return new Reply(status, Map.of("error", why));
    }

    private static Reply wrong(String field, String why) {
        return new Reply(422, Map.of("errors", Map.of(field, List.of(why))));
    }

    @Override
    protected Reply answer(Asked asked) {
        if (asked.path().equals("/oauth/token")) {
            return exchange(parameters(asked.body()));
        }
        String bearer = asked.header("Authorization");
        boolean byKey = bearer.equals("Bearer " + apiKey);
        boolean byToken = bearer.equals("Bearer " + access) && clock.instant().isBefore(accessUntil);
        if (!byKey && !byToken) {
            return refused(401, "Unauthorized");
        }
        String path = asked.path().replaceFirst("^/v2/", "").replaceFirst("\\.json$", "");
        int cost = cost(asked.one("page")
                .filter(page -> page.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(1));
        long thisMinute = clock.instant().getEpochSecond() / 60;
        spent = thisMinute == minute ? spent : 0;
        minute = thisMinute;
        if (spent + cost > perMinute) {
            return later();
        }
        spent += cost;
        Reply reply = path.equals("me") ? one(Map.of("id", 1, "team", Map.of("id", 7))) : resource(asked, path, byKey);
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("x-ratelimit-endpoint-cost", "" + cost);
        headers.put("x-ratelimit-remaining-minute", "" + (perMinute - spent));
        return new Reply(reply.status(), reply.body(), headers);
    }

    private static int cost(int page) {
        if (page > 500) {
            return 30;
        }
        return page > 250 ? 10 : page > 150 ? 8 : page > 100 ? 3 : 1;
    }

    private Reply exchange(Map<String, List<String>> form) {
        String grant = form.getOrDefault("grant_type", List.of("")).getFirst();
        boolean known = form.containsKey("client_id") && form.containsKey("client_secret");
        boolean refreshes = grant.equals("refresh_token")
                && form.getOrDefault("refresh_token", List.of("")).getFirst().equals(refresh);
        if (!known || (!refreshes && !grant.equals("client_credentials"))) {
            return new Reply(401, Map.of("error", "invalid_grant", "error_description", form.toString()));
        }
        exchanges++;
        access = "access-" + exchanges;
        accessUntil = clock.instant().plusSeconds(7_200);
        Map<String, Object> tokens = new LinkedHashMap<>(
                Map.of("access_token", access, "token_type", "bearer", "expires_in", 7_200, "scope", "all"));
        if (refreshes) {
            refresh = "refresh-" + exchanges;
            tokens.put("refresh_token", refresh);
        }
        return new Reply(200, tokens);
    }

    private static Reply one(Map<String, Object> record) {
        return new Reply(200, Map.of("data", record));
    }

    private Reply resource(Asked asked, String path, boolean byKey) {
        String resource = RESOURCES.stream()
                .filter(one -> path.equals(one) || path.startsWith(one + "/"))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        if (resource.isEmpty()) {
            return refused(404, "Not Found");
        }
        if (forbidden.contains(resource) || (byKey && resource.contains("signals"))) {
            return refused(403, "Forbidden");
        }
        if (path.equals(resource)) {
            return asked.method().equals("POST") ? post(resource, asked) : list(resource, asked);
        }
        String id = path.substring(resource.length() + 1);
        Map<String, Object> record =
                id.matches("\\d{1,18}") ? tables.get(resource).get(Long.parseLong(id)) : null;
        if (record == null) {
            return refused(404, "Not Found");
        }
        if (asked.method().equals("PUT")) {
            change(resource, id, fields(asked));
        }
        return one(record);
    }

    private Reply list(String resource, Asked asked) {
        int size = asked.one("per_page").map(Integer::parseInt).orElse(25);
        int page = asked.one("page").map(Integer::parseInt).orElse(1);
        if (size < 1 || size > 100 || page < 1) {
            return wrong("per_page", "must be between 1 and 100");
        }
        Predicate<Map<String, Object>> which =
                record -> !moment(record, "created_at").isAfter(clock.instant().minus(lag));
        for (Map.Entry<String, List<String>> parameter : asked.query().entrySet()) {
            if (!PAGING.contains(parameter.getKey())) {
                which = which.and(condition(resource, parameter.getKey(), parameter.getValue()));
            }
        }
        Comparator<Map<String, Object>> order = Comparator.comparing(
                record -> String.valueOf(record.get(asked.one("sort_by").orElse("updated_at"))));
        boolean up = asked.one("sort_direction").filter("ASC"::equalsIgnoreCase).isPresent();
        List<Map<String, Object>> found = tables.get(resource).values().stream()
                .filter(which)
                .sorted((up ? order : order.reversed()).thenComparing(record -> (Long) record.get("id")))
                .toList();
        int from = Math.min(found.size(), (page - 1) * size);
        int to = Math.min(found.size(), page * size);
        Map<String, Object> paging = new LinkedHashMap<>();
        paging.put("per_page", size);
        paging.put("current_page", page);
        paging.put("next_page", to < found.size() ? page + 1 : null);
        paging.put("prev_page", page > 1 ? page - 1 : null);
        return new Reply(
                200,
                Map.of("data", found.subList(from, to), "metadata", Map.of("paging", paging, "sorting", Map.of())));
    }

    private Predicate<Map<String, Object>> condition(String resource, String name, List<String> values) {
        if (name.startsWith("updated_at[")) {
            Instant at = Instant.from(
                    java.time.OffsetDateTime.parse(values.getFirst().replace("Z", "+00:00")));
            boolean also = name.endsWith("[gte]");
            return timeless.contains(resource)
                    ? any -> true
                    : record -> moment(record, "updated_at").isAfter(at)
                            || (also && moment(record, "updated_at").equals(at));
        }
        String field = name.replace("[]", "");
        if (field.equals("ids")) {
            return record -> values.contains(String.valueOf(record.get("id")));
        }
        if (field.endsWith("_id") && !resource.equals("opportunity_people")) {
            return record -> values.contains(idIn(record, field.substring(0, field.length() - 3)));
        }
        return record -> values.contains(String.valueOf(record.get(field)));
    }

    private static Instant moment(Map<String, Object> record, String field) {
        return Instant.from(java.time.OffsetDateTime.parse(String.valueOf(record.get(field))));
    }

    private static Map<String, Object> fields(Asked asked) {
        Map<String, Object> fields = new TreeMap<>();
        if (!asked.body().isEmpty()) {
            Json.read("body", asked.body())
                    .properties()
                    .forEach(one -> fields.put(one.getKey(), value(one.getValue())));
        }
        asked.query().forEach((name, values) -> fields.put(name, values.getFirst()));
        return fields;
    }

    private static Object value(JsonNode node) {
        return node.isIntegralNumber()
                ? (Object) node.asLong()
                : node.isBoolean() ? (Object) node.asBoolean() : node.isValueNode() ? node.asString() : node;
    }

    private Reply post(String resource, Asked asked) {
        if (!asked.body().isEmpty() && !asked.header("Content-Type").startsWith("application/json")) {
            return refused(415, "Unsupported Media Type");
        }
        Map<String, Object> fields = fields(asked);
        return switch (resource) {
            case "tasks" -> task(fields);
            case "cadence_memberships" -> membership(fields);
            case "signals" -> signal(fields);
            default -> one(tables.get(resource).get(Long.parseLong(create(resource, fields))));
        };
    }

    private Optional<Map<String, Object>> withKey(String resource, Object key) {
        return tables.get(resource).values().stream()
                .filter(one -> key != null && key.equals(one.get("idempotency_key")))
                .findFirst();
    }

    private Reply task(Map<String, Object> fields) {
        Optional<Map<String, Object>> before = withKey("tasks", fields.get("idempotency_key"));
        if (before.isPresent()) {
            return refusesKnownKeys ? wrong("idempotency_key", "has already been taken") : one(before.get());
        }
        if (!(fields.get("person_id") instanceof Long person)
                || !tables.get("people").containsKey(person)) {
            return wrong("person_id", "must be there: " + fields);
        }
        if (!Set.of("call", "email", "general").contains(String.valueOf(fields.get("task_type")))) {
            return wrong("task_type", "is not included in the list");
        }
        if (!String.valueOf(fields.get("due_date")).matches("\\d{4}-\\d\\d-\\d\\d")) {
            return wrong("due_date", "is invalid");
        }
        Map<String, Object> task = new TreeMap<>(fields);
        task.put("person", link(String.valueOf(person)));
        if (fields.get("user_id") instanceof Long user) {
            task.put("user", link(String.valueOf(user)));
        }
        task.put("current_state", "scheduled");
        return one(tables.get("tasks").get(Long.parseLong(create("tasks", task))));
    }

    private Reply membership(Map<String, Object> fields) {
        String person = String.valueOf(fields.get("person_id"));
        String cadence = String.valueOf(fields.get("cadence_id"));
        if (!ids("people").contains(person) || !ids("cadences").contains(cadence)) {
            return wrong("person_id", "must be there");
        }
        String id = create(
                "cadence_memberships",
                Map.of(
                        "person", link(person),
                        "cadence", link(cadence),
                        "currently_on_cadence", true,
                        "current_state", "staged",
                        "added_at", now()));
        return one(tables.get("cadence_memberships").get(Long.parseLong(id)));
    }

    /** The first with a key counts. */
    private Reply signal(Map<String, Object> fields) {
        for (String field :
                List.of("type", "occurred_at", "urgency", "indicators", "idempotency_key", "data", "attribution")) {
            if (!fields.containsKey(field)) {
                return wrong(field, "is missing");
            }
        }
        boolean registered = tables.get("integrations/signals/registrations").values().stream()
                .anyMatch(one -> fields.get("type").equals(one.get("type")));
        if (!registered || !Set.of("high", "medium", "low").contains(fields.get("urgency"))) {
            return wrong("type", "is not registered");
        }
        if (!String.valueOf(fields.get("idempotency_key"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")) {
            return wrong("idempotency_key", "must be a UUID4");
        }
        if (withKey("signals", fields.get("idempotency_key")).isEmpty()) {
            create("signals", fields);
        }
        return new Reply(202, null);
    }
}
