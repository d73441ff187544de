package nextbest.vendors.outreach;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.vendors.FakeVendor;
import nextbest.vendors.Json;
import nextbest.vendors.webhook.Signatures;
import tools.jackson.databind.JsonNode;

/**
 * Outreach as its pages say it behaves: JSON:API with cursors, both syntaxes of filters, lists that are late, an hour's calls, one
 * token a minute with refresh tokens that end when they were used, no idempotency, 415 without its media type, webhooks that are
 * signed and not repeated. It knows nothing of our adapter; a Singer tap of others reads it too.
 */
public final class FakeOutreach extends FakeVendor {
    private static final String MEDIA_TYPE = "application/vnd.api+json";
    private static final Pattern FILTER = Pattern.compile("filter\\[(\\w+)](?:\\[(\\w*)])?(\\[])?");

    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("users", "user"),
            Map.entry("accounts", "account"),
            Map.entry("prospects", "prospect"),
            Map.entry("opportunities", "opportunity"),
            Map.entry("opportunityStages", "opportunityStage"),
            Map.entry("opportunityProspectRoles", "opportunityProspectRole"),
            Map.entry("calls", "call"),
            Map.entry("mailings", "mailing"),
            Map.entry("mailboxes", "mailbox"),
            Map.entry("sequences", "sequence"),
            Map.entry("sequenceStates", "sequenceState"),
            Map.entry("stages", "stage"),
            Map.entry("tasks", "task"),
            Map.entry("webhooks", "webhook"));

    private static final class Thing {
        final String type;
        final long id;
        final Map<String, Object> attributes = new TreeMap<>();
        final Map<String, Object> relationships = new TreeMap<>();

        Thing(String type, long id) {
            this.type = type;
            this.id = id;
        }

        Map<String, Object> shown() {
            return Map.of("type", type, "id", id, "attributes", attributes, "relationships", relationships);
        }

        Instant at(String attribute) {
            return Instant.parse(String.valueOf(attributes.get(attribute)));
        }
    }

    private final Map<String, Map<Long, Thing>> things = new TreeMap<>();
    private final Deque<Instant> calls = new ArrayDeque<>();
    private long next = 1;
    private int perHour = 1_000_000;
    private Duration lag = Duration.ZERO;
    private Set<String> forbidden = Set.of();
    private String access = "none yet";
    private Instant accessUntil = Instant.MIN;
    private String refresh = "refresh-0";
    private Instant minted = Instant.MIN;
    private int mints;
    private boolean throttlesMinting = true;
    private boolean onlySubjects;

    public FakeOutreach(InstantSource clock) {
        super(clock, MEDIA_TYPE);
        COLLECTIONS.keySet().forEach(collection -> things.put(collection, new TreeMap<>()));
        stage("Discovery", 1, false);
        stage("Proposal", 2, false);
        stage("Negotiation", 3, false);
        stage("Closed Won", 4, true);
        stage("Closed Lost", 5, true);
        open();
    }

    // ---------------------------------------------------------------------------------------------- what tests set up

    private void stage(String name, int order, boolean closed) {
        create("opportunityStages", Map.of("name", name, "order", order, "isClosed", closed), Map.of());
    }

    public synchronized void allow(int callsPerHour) {
        perHour = callsPerHour;
    }

    /** Lists know of a new record only so much later. */
    public synchronized void lag(Duration later) {
        lag = later;
    }

    public synchronized void forbid(Set<String> collections) {
        forbidden = Set.copyOf(collections);
    }

    /** A minute is long for a test of something else. */
    public synchronized void mintFreely() {
        throttlesMinting = false;
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

    public synchronized int mints() {
        return mints;
    }

    public String stageId(String name) {
        return find("opportunityStages", one -> name.equals(one.attributes.get("name")))
                .getFirst();
    }

    private synchronized List<String> find(String collection, Predicate<Thing> which) {
        return things.get(collection).values().stream()
                .filter(which)
                .map(one -> Long.toString(one.id))
                .toList();
    }

    /** @param relationships by name, as {@code type:id} */
    public synchronized String create(
            String collection, Map<String, Object> attributes, Map<String, String> relationships) {
        Thing thing = new Thing(COLLECTIONS.get(collection), next++);
        thing.attributes.putAll(attributes);
        thing.attributes.put("createdAt", clock.instant().toString());
        thing.attributes.putIfAbsent("updatedAt", clock.instant().toString());
        relationships.forEach((name, identifier) -> {
            String[] both = identifier.split(":", 2);
            tie(thing, name, both[0], Long.parseLong(both[1]));
        });
        things.get(collection).put(thing.id, thing);
        return Long.toString(thing.id);
    }

    private static void tie(Thing thing, String name, String type, long id) {
        thing.relationships.put(name, Map.of("data", Map.of("type", type, "id", id)));
    }

    public synchronized void change(String collection, String id, Map<String, Object> attributes) {
        Thing thing = things.get(collection).get(Long.parseLong(id));
        thing.attributes.putAll(attributes);
        thing.attributes.put("updatedAt", clock.instant().toString());
    }

    public synchronized void relate(String collection, String id, String name, String type, String other) {
        Thing thing = things.get(collection).get(Long.parseLong(id));
        tie(thing, name, type, Long.parseLong(other));
        thing.attributes.put("updatedAt", clock.instant().toString());
    }

    public synchronized void delete(String collection, String id) {
        things.get(collection).remove(Long.parseLong(id));
    }

    public List<String> ids(String collection) {
        return find(collection, any -> true);
    }

    /** An attribute of a record. */
    public synchronized Object attribute(String collection, String id, String name) {
        return things.get(collection).get(Long.parseLong(id)).attributes.get(name);
    }

    /** The id that a relationship of a record names; empty if there is none. */
    public synchronized String related(String collection, String id, String name) {
        return idOf(things.get(collection).get(Long.parseLong(id)), name);
    }

    private static String idOf(Thing thing, String name) {
        return thing.relationships.get(name) instanceof Map<?, ?> tie && tie.get("data") instanceof Map<?, ?> data
                ? String.valueOf(data.get("id"))
                : "";
    }

    public synchronized void completeTask(String id) {
        change(
                "tasks",
                id,
                Map.of(
                        "state",
                        "complete",
                        "completed",
                        true,
                        "completedAt",
                        clock.instant().toString(),
                        "stateChangedAt",
                        clock.instant().toString()));
    }

    /** A task takes no opportunity when it is made, only a subject. */
    public synchronized void takesOnlySubjects() {
        onlySubjects = true;
    }

    // ---------------------------------------------------------------------------------------------- webhooks

    /** The body of a webhook, version 2. */
    public synchronized byte[] event(String collection, String id, String action) {
        Thing thing = things.get(collection).get(Long.parseLong(id));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", COLLECTIONS.get(collection));
        data.put("id", Long.parseLong(id));
        data.put("attributes", Map.of("updatedAt", clock.instant().toString()));
        data.put("relationships", thing == null ? Map.of() : thing.relationships);
        data.put("beforeUpdate", Map.of());
        return Json.write(Map.of(
                        "data",
                        data,
                        "meta",
                        Map.of(
                                "deliveredAt",
                                clock.instant().toString(),
                                "eventName",
                                COLLECTIONS.get(collection) + "." + action)))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Delivers a webhook once, and says how it was answered. */
    public static int call(URI hook, String secret, byte[] body) {
        return post(hook, Map.of("Content-Type", MEDIA_TYPE, "Outreach-Webhook-Signature", sign(secret, body)), body);
    }

    public static String sign(String secret, byte[] body) {
        return HexFormat.of().formatHex(Signatures.mac(Signatures.Algorithm.HMAC_SHA256, secret, body));
    }

    // ---------------------------------------------------------------------------------------------- answering

    @Override
    protected Reply later() {
        return new Reply(
                429,
                error("rateLimitExceeded", ""),
                Map.of("Retry-After", "7", "X-RateLimit-Limit", "" + perHour, "X-RateLimit-Remaining", "0"));
    }

    private static Map<String, Object> error(String id, String pointer) {
        return Map.of(
                "errors",
                List.of(Map.of("id", id, "title", id, "detail", "something", "source", Map.of("pointer", pointer))));
    }

    private static Reply refused(int status, String id, String pointer) {
        return new Reply(status, error(id, pointer));
    }

    @Override
    protected Reply answer(Asked asked) {
        if (asked.path().equals("/oauth/token")) {
            return mint(parameters(asked.body()));
        }
        if (!asked.header("Authorization").equals("Bearer " + access)
                || clock.instant().isAfter(accessUntil)) {
            return refused(401, "unauthorized", "");
        }
        if (isOverTheHour()) {
            return later();
        }
        if (!asked.body().isEmpty() && !asked.header("Content-Type").startsWith(MEDIA_TYPE)) {
            return refused(415, "unsupportedMediaType", "");
        }
        String[] parts = asked.path().replaceFirst("^/api/v2/", "").split("/", -1);
        Map<Long, Thing> collection = things.get(parts[0]);
        if (collection == null) {
            return refused(404, "resourceNotFound", "");
        }
        if (forbidden.contains(parts[0])) {
            return refused(403, "unauthorizedOauthScope", "");
        }
        if (parts.length == 1) {
            return asked.method().equals("POST") ? post(parts[0], asked) : list(parts[0], asked);
        }
        Thing thing = parts[1].matches("\\d{1,18}") ? collection.get(Long.parseLong(parts[1])) : null;
        if (thing == null) {
            return refused(404, "resourceNotFound", "");
        }
        return switch (asked.method()) {
            case "GET" -> new Reply(200, Map.of("data", thing.shown()));
            case "PATCH" -> patch(parts[0], thing, asked);
            case "DELETE" -> {
                collection.remove(thing.id);
                yield new Reply(204, null);
            }
            default -> refused(405, "methodNotAllowed", "");
        };
    }

    private boolean isOverTheHour() {
        Instant now = clock.instant();
        calls.removeIf(at -> at.isBefore(now.minus(Duration.ofHours(1))));
        calls.add(now);
        return calls.size() > perHour;
    }

    private Reply mint(Map<String, List<String>> form) {
        Instant now = clock.instant();
        if (throttlesMinting && now.isBefore(minted.equals(Instant.MIN) ? now : minted.plusSeconds(60))) {
            return new Reply(429, Map.of("error", "rate_limited"), Map.of("Retry-After", "60"));
        }
        boolean good = form.getOrDefault("grant_type", List.of("")).getFirst().equals("refresh_token")
                && form.getOrDefault("refresh_token", List.of("")).getFirst().equals(refresh)
                && form.containsKey("client_id")
                && form.containsKey("client_secret")
                && form.containsKey("redirect_uri");
        if (!good) {
            return new Reply(400, Map.of("error", "invalid_grant", "error_description", form.toString()));
        }
        mints++;
        minted = now;
        access = "access-" + mints;
        accessUntil = now.plus(Duration.ofHours(2));
        refresh = "refresh-" + mints;
        return new Reply(
                200,
                Map.of(
                        "access_token",
                        access,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        7_200,
                        "refresh_token",
                        refresh,
                        "scope",
                        "all",
                        "created_at",
                        now.getEpochSecond()));
    }

    private Reply list(String name, Asked asked) {
        Predicate<Thing> which =
                one -> !one.at("createdAt").isAfter(clock.instant().minus(lag));
        for (Map.Entry<String, List<String>> parameter : asked.query().entrySet()) {
            Matcher filter = FILTER.matcher(parameter.getKey());
            if (filter.matches()) {
                which = which.and(condition(filter, parameter.getValue()));
            } else if (parameter.getKey().startsWith("filter")) {
                return refused(400, "invalidFilter", parameter.getKey());
            }
        }
        String sort = asked.one("sort").orElse("id");
        Comparator<Thing> order = Comparator.comparing(one -> sortKey(one, sort.replaceFirst("^-", "")));
        order = sort.startsWith("-") ? order.reversed() : order;
        List<Thing> found = things.get(name).values().stream()
                .filter(which)
                .sorted(order.thenComparing(one -> one.id))
                .toList();
        int size = asked.one("page[size]").map(Integer::parseInt).orElse(50);
        if (size < 50 || size > 1_000) {
            return refused(400, "invalidPageSize", "");
        }
        int start = asked.one("page[after]")
                .map(cursor ->
                        after(found, new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8), sort))
                .orElse(0);
        int end = Math.min(found.size(), start + size);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("data", found.subList(start, end).stream().map(Thing::shown).toList());
        Map<String, Object> links = new LinkedHashMap<>();
        if (end < found.size()) {
            Thing last = found.get(end - 1);
            String cursor = Base64.getEncoder()
                    .encodeToString((sortKey(last, sort.replaceFirst("^-", "")) + "|" + last.id)
                            .getBytes(StandardCharsets.UTF_8));
            links.put("next", base() + "/api/v2/" + name + "?" + query(asked, cursor));
        }
        page.put("links", links);
        return new Reply(
                200,
                page,
                Map.of(
                        "X-RateLimit-Limit", "" + perHour,
                        "X-RateLimit-Remaining", "" + Math.max(0, perHour - calls.size()),
                        "X-RateLimit-Reset",
                                "" + clock.instant().plusSeconds(60).getEpochSecond()));
    }

    /** What was asked for, from another place on. */
    private static String query(Asked asked, String cursor) {
        List<String> parts = new ArrayList<>();
        asked.query()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !name.equals("page[after]"))
                        .forEach(value -> parts.add(encoded(name) + "=" + encoded(value))));
        parts.add(encoded("page[after]") + "=" + encoded(cursor));
        return String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Cursors name a place in the order, so that what changes meanwhile moves no page. */
    private static int after(List<Thing> found, String place, String sort) {
        for (int i = 0; i < found.size(); i++) {
            Thing one = found.get(i);
            String here = sortKey(one, sort.replaceFirst("^-", "")) + "|" + one.id;
            if (here.equals(place)) {
                return i + 1;
            }
        }
        // the record at the place has moved on: whatever comes after it in the order
        String key = place.substring(0, place.indexOf('|'));
        for (int i = 0; i < found.size(); i++) {
            if (sortKey(found.get(i), sort.replaceFirst("^-", "")).compareTo(key) >= 0) {
                return i;
            }
        }
        return found.size();
    }

    private static String sortKey(Thing one, String attribute) {
        return attribute.equals("id")
                ? String.format(java.util.Locale.ROOT, "%018d", one.id)
                : String.valueOf(one.attributes.getOrDefault(attribute, ""));
    }

    private static Predicate<Thing> condition(Matcher filter, List<String> values) {
        String name = filter.group(1);
        String second = filter.group(2) == null ? "" : filter.group(2);
        List<String> wanted = new ArrayList<>();
        values.forEach(value -> wanted.addAll(List.of(value.split(",", -1))));
        if (second.equals("gte")) {
            return one -> !one.at(name).isBefore(Instant.parse(values.getFirst()));
        }
        if (values.getFirst().contains("..")) {
            String[] ends = values.getFirst().split("\\.\\.", 2);
            return one -> inside(one.at(name), ends[0], ends[1]);
        }
        if (name.equals("id")) {
            return one -> wanted.contains(Long.toString(one.id));
        }
        if (second.equals("id")) {
            return one -> wanted.contains(idOf(one, name));
        }
        return one -> wanted.contains(String.valueOf(one.attributes.get(name)));
    }

    private static boolean inside(Instant at, String from, String to) {
        return (from.equals("neginf") || !at.isBefore(Instant.parse(from)))
                && (to.equals("inf") || !at.isAfter(Instant.parse(to)));
    }

    private Reply post(String collection, Asked asked) {
        JsonNode data = Json.read("body", asked.body()).path("data");
        Optional<Reply> wrong = wrong(COLLECTIONS.get(collection), data);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (!asked.query().isEmpty() && asked.query().containsKey("include")) {
            return refused(400, "invalidInclude", "");
        }
        Map<String, Object> attributes = attributes(data);
        if (collection.equals("tasks")) {
            attributes.put("state", "incomplete");
            attributes.put("completed", false);
            attributes.put("taskType", "manual");
        }
        if (collection.equals("sequenceStates")) {
            attributes.put("state", "active");
        }
        String id = create(collection, attributes, Map.of());
        Thing thing = things.get(collection).get(Long.parseLong(id));
        data.path("relationships").properties().forEach(tie -> {
            JsonNode end = tie.getValue().path("data");
            tie(thing, tie.getKey(), end.path("type").asString(), end.path("id").asLong());
        });
        if (collection.equals("tasks") && idOf(thing, "subject").length() > 0) {
            Map<?, ?> subject = (Map<?, ?>) ((Map<?, ?>) thing.relationships.get("subject")).get("data");
            thing.relationships.put(String.valueOf(subject.get("type")), Map.of("data", subject));
        }
        return new Reply(201, Map.of("data", thing.shown()));
    }

    /** What the vendor looks at: the type, the action of a task, and that what is named is there. */
    private Optional<Reply> wrong(String type, JsonNode data) {
        if (!Json.text(data, "type").orElse("").equals(type)) {
            return Optional.of(refused(422, "validationError", "/data/type"));
        }
        String action = Json.text(data.path("attributes"), "action").orElse("");
        if (type.equals("task")
                && !Set.of("action_item", "call", "email", "in_person").contains(action)) {
            return Optional.of(refused(422, "validationError", "/data/attributes/action"));
        }
        if (type.equals("task") && onlySubjects && data.path("relationships").has("opportunity")) {
            return Optional.of(refused(422, "validationError", "/data/relationships/opportunity"));
        }
        for (Map.Entry<String, JsonNode> tie : data.path("relationships").properties()) {
            JsonNode end = tie.getValue().path("data");
            String collection = COLLECTIONS.entrySet().stream()
                    .filter(one -> one.getValue().equals(end.path("type").asString()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
            if (!end.path("id").isIntegralNumber()
                    || !things.getOrDefault(collection, Map.of())
                            .containsKey(end.path("id").asLong())) {
                return Optional.of(refused(422, "validationError", "/data/relationships/" + tie.getKey()));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Object> attributes(JsonNode data) {
        Map<String, Object> attributes = new TreeMap<>();
        data.path("attributes").properties().forEach(one -> attributes.put(one.getKey(), value(one.getValue())));
        return attributes;
    }

    private static Object value(JsonNode node) {
        return node.isNull()
                ? ""
                : node.isNumber() ? node.decimalValue() : node.isBoolean() ? node.asBoolean() : node.asString();
    }

    private Reply patch(String collection, Thing thing, Asked asked) {
        JsonNode data = Json.read("body", asked.body()).path("data");
        if (data.path("id").asLong() != thing.id) {
            return refused(422, "validationError", "/data/id");
        }
        Optional<Reply> wrong = wrong(COLLECTIONS.get(collection), data);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        change(collection, Long.toString(thing.id), attributes(data));
        data.path("relationships").properties().forEach(tie -> {
            JsonNode end = tie.getValue().path("data");
            tie(thing, tie.getKey(), end.path("type").asString(), end.path("id").asLong());
        });
        return new Reply(200, Map.of("data", thing.shown()));
    }
}
