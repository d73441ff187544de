package nextbest.vendors.hubspot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nextbest.vendors.Json;
import nextbest.vendors.webhook.Signatures;
import tools.jackson.databind.JsonNode;

/**
 * HubSpot as its pages say it behaves: pages of at most 100 (50 with histories), a search that is late and ends at 10,000,
 * batches that answer 207 for what they do not find, a limit in ten rolling seconds and one of searches per second, unique
 * properties, signed webhooks. It knows nothing of our adapter; HubSpot's own client reads and writes it too.
 */
public final class FakeHubSpot implements AutoCloseable {
    private static final Map<String, String> TYPES =
            Map.of("0-1", "contacts", "0-2", "companies", "0-3", "deals", "0-27", "tasks");

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Map<String, Thing>> things = new TreeMap<>();
    private final Map<String, Map<String, Object>> owners = new LinkedHashMap<>();
    private final Map<String, Set<String>> ties = new LinkedHashMap<>();
    private final Set<String> uniqueTaskProperties = new LinkedHashSet<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Deque<Instant> calls = new ArrayDeque<>();
    private final Deque<Instant> searches = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private long nextId = 1_000;
    private Duration searchLag = Duration.ZERO;
    private int perTenSeconds = 1_000_000;
    private int searchesPerSecond = 1_000_000;
    private String token = "pat-test";
    private String refresh = "refresh-0";
    private int exchanges;
    private boolean exchangesTokens;
    private Set<String> scopesMissing = Set.of();
    private int refused429;

    /** What goes wrong with the next request to a path. */
    public record Fault(String path, How how) {
        public enum How {
            SERVER_ERROR,
            /** The connection is cut before anything is done. */
            CUT_BEFORE,
            /** It is done, and the connection is cut before the answer. */
            CUT_AFTER,
            THROTTLED,
            NOT_JSON
        }
    }

    private static final class Thing {
        final String id;
        final Map<String, String> properties = new TreeMap<>();
        final List<Map<String, Object>> stages = new ArrayList<>();
        final Instant created;
        Instant updated;
        boolean archived;

        Thing(String id, Instant created) {
            this.id = id;
            this.created = created;
            this.updated = created;
        }
    }

    public FakeHubSpot(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    // ---------------------------------------------------------------------------------------------- what tests set up

    public synchronized void limits(int callsInTenSeconds, int searchesInOneSecond) {
        perTenSeconds = callsInTenSeconds;
        searchesPerSecond = searchesInOneSecond;
    }

    public synchronized void searchLag(Duration lag) {
        searchLag = lag;
    }

    public synchronized void fail(String path, Fault.How how) {
        faults.add(new Fault(path, how));
    }

    /** From now on tokens are exchanged, and each exchange revokes the token before. */
    public synchronized void exchangeTokens() {
        exchangesTokens = true;
        token = "none yet";
    }

    public synchronized void revokeToken() {
        token = "revoked";
    }

    public synchronized int exchanges() {
        return exchanges;
    }

    /** Objects that the token may not read. */
    public synchronized void withoutScopes(String... objects) {
        scopesMissing = Set.of(objects);
    }

    public synchronized String owner(String email, String first, String last) {
        String id = Long.toString(++nextId);
        owners.put(
                id,
                Map.of(
                        "id",
                        id,
                        "email",
                        email,
                        "firstName",
                        first,
                        "lastName",
                        last,
                        "userId",
                        7,
                        "createdAt",
                        clock.instant().toString(),
                        "updatedAt",
                        clock.instant().toString(),
                        "archived",
                        false));
        return id;
    }

    public synchronized String create(String objects, Map<String, String> properties) {
        Thing thing = new Thing(Long.toString(++nextId), clock.instant());
        things.computeIfAbsent(objects, any -> new LinkedHashMap<>()).put(thing.id, thing);
        set(objects, thing, properties);
        return thing.id;
    }

    public synchronized void change(String objects, String id, Map<String, String> properties) {
        set(objects, thing(objects, id).orElseThrow(), properties);
    }

    public synchronized void archive(String objects, String id) {
        thing(objects, id).orElseThrow().archived = true;
    }

    public synchronized void tie(String from, String fromId, String to, String toId) {
        ties.computeIfAbsent(from + "/" + fromId + "/" + to, any -> new LinkedHashSet<>())
                .add(toId);
        ties.computeIfAbsent(to + "/" + toId + "/" + from, any -> new LinkedHashSet<>())
                .add(fromId);
    }

    public synchronized Optional<Map<String, String>> read(String objects, String id) {
        return thing(objects, id).filter(one -> !one.archived).map(one -> Map.copyOf(one.properties));
    }

    public synchronized List<String> ids(String objects) {
        return things.getOrDefault(objects, Map.of()).values().stream()
                .filter(one -> !one.archived)
                .map(one -> one.id)
                .toList();
    }

    public synchronized Set<String> tied(String from, String id, String to) {
        return Set.copyOf(ties.getOrDefault(from + "/" + id + "/" + to, Set.of()));
    }

    /** Method and path of every request. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** How often somebody asked for more than the limits allow. */
    public synchronized int refused() {
        return refused429;
    }

    /** Calls an address as HubSpot does, signed with the app's secret. */
    public int call(URI hook, String secret, List<Map<String, Object>> events) {
        byte[] body = Json.write(events).getBytes(StandardCharsets.UTF_8);
        return call(hook, secret, body, clock.instant());
    }

    public static int call(URI hook, String secret, byte[] body, Instant at) {
        String time = Long.toString(at.toEpochMilli());
        String source = "POST" + hook + new String(body, StandardCharsets.UTF_8) + time;
        String signature = Base64.getEncoder()
                .encodeToString(Signatures.mac(
                        Signatures.Algorithm.HMAC_SHA256, secret, source.getBytes(StandardCharsets.UTF_8)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(hook)
                                    .header("Content-Type", "application/json")
                                    .header("X-HubSpot-Signature-v3", signature)
                                    .header("X-HubSpot-Request-Timestamp", time)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a webhook says of a change. */
    public Map<String, Object> event(String type, String id) {
        return Map.of(
                "eventId",
                ++nextId,
                "subscriptionId",
                1,
                "portalId",
                62_515,
                "appId",
                54_321,
                "occurredAt",
                clock.instant().toEpochMilli(),
                "subscriptionType",
                type,
                "attemptNumber",
                0,
                "objectId",
                Long.parseLong(id),
                "changeSource",
                "CRM_UI");
    }

    // ---------------------------------------------------------------------------------------------- the vendor

    private void set(String objects, Thing thing, Map<String, String> properties) {
        Instant now = clock.instant();
        properties.forEach((name, value) -> {
            boolean stage = name.equals("dealstage") && !value.equals(thing.properties.get(name));
            thing.properties.put(name, value);
            if (stage) {
                thing.stages.addFirst(Map.of("value", value, "timestamp", now.toString(), "sourceType", "CRM_UI"));
            }
        });
        thing.updated = now;
        String changed = objects.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
        thing.properties.put(changed, now.toString());
        thing.properties.putIfAbsent(
                objects.equals("deals") ? "createdate" : "hs_createdate", thing.created.toString());
    }

    private Optional<Thing> thing(String objects, String id) {
        return Optional.ofNullable(things.getOrDefault(objects, Map.of()).get(id));
    }

    private record Reply(int status, Object body) {}

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        URI uri = exchange.getRequestURI();
        String path = uri.getPath().replaceAll("/+$", "");
        Optional<Fault> fault = take(exchange.getRequestMethod() + " " + path);
        Optional<Fault.How> how = fault.map(Fault::how);
        if (how.equals(Optional.of(Fault.How.CUT_BEFORE))) {
            exchange.close();
            return;
        }
        Reply reply = how.equals(Optional.of(Fault.How.SERVER_ERROR))
                ? error(502, "BAD_GATEWAY")
                : how.equals(Optional.of(Fault.How.THROTTLED))
                        ? throttled("TEN_SECONDLY_ROLLING")
                        : answer(exchange, path, query(uri), new String(body, StandardCharsets.UTF_8));
        if (how.equals(Optional.of(Fault.How.CUT_AFTER))) {
            exchange.close();
            return;
        }
        byte[] bytes = how.equals(Optional.of(Fault.How.NOT_JSON))
                ? "<html>maintenance</html>".getBytes(StandardCharsets.UTF_8)
                : reply.body() == null ? new byte[0] : Json.write(reply.body()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json;charset=utf-8");
        if (reply.status() == 429) {
            exchange.getResponseHeaders().add("Retry-After", "1");
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Optional<Fault> take(String call) {
        log.add(call);
        Optional<Fault> fault =
                faults.stream().filter(one -> call.contains(one.path())).findFirst();
        fault.ifPresent(faults::remove);
        return fault;
    }

    private synchronized Reply answer(HttpExchange exchange, String path, Map<String, String> query, String body) {
        String method = exchange.getRequestMethod();
        if (path.equals("/oauth/v1/token")) {
            return exchanged(body);
        }
        String sent = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        if (!sent.equals("Bearer " + token)) {
            return error(401, "EXPIRED_AUTHENTICATION");
        }
        if (over(calls, perTenSeconds, Duration.ofSeconds(10))) {
            return throttled("TEN_SECONDLY_ROLLING");
        }
        if (path.endsWith("/search") && over(searches, searchesPerSecond, Duration.ofSeconds(1))) {
            return throttled("SECONDLY");
        }
        JsonNode json = body.isBlank() ? Json.read("body", "{}") : Json.read("body", body);
        List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
        if (path.equals("/account-info/v3/details")) {
            return new Reply(200, Map.of("portalId", 62_515, "accountType", "STANDARD", "timeZone", "Europe/Berlin"));
        }
        if (path.startsWith("/crm/v3/objects/")) {
            return objects(method, parts.subList(3, parts.size()), query, json);
        }
        if (path.startsWith("/crm/v3/owners")) {
            return owners(parts.subList(3, parts.size()), query);
        }
        if (path.startsWith("/crm/v4/associations/") && path.endsWith("/batch/read")) {
            return associations(type(parts.get(3)), type(parts.get(4)), json);
        }
        if (method.equals("PUT") && path.contains("/associations/default/")) {
            return associate(type(parts.get(3)), parts.get(4), type(parts.get(7)), parts.get(8));
        }
        if (path.equals("/crm/v4/associations/deals/contacts/labels")) {
            return new Reply(200, Map.of("results", LABELS));
        }
        if (path.startsWith("/crm/v4/objects/deals/") && path.contains("/associations/contacts")) {
            return people(method, parts.get(4), parts.size() > 7 ? parts.get(7) : "", json);
        }
        if (path.equals("/crm/v3/pipelines/deals/default/stages")) {
            return new Reply(200, Map.of("results", pipeline().get("stages")));
        }
        if (path.equals("/crm/v3/pipelines/deals")) {
            return new Reply(200, Map.of("results", List.of(pipeline())));
        }
        if (path.equals("/crm/v3/properties/deals")) {
            return new Reply(
                    200,
                    Map.of(
                            "results",
                            List.of(
                                    Map.of("name", "dealname", "type", "string", "hubspotDefined", true),
                                    Map.of(
                                            "name",
                                            "competitor_list",
                                            "type",
                                            "enumeration",
                                            "hubspotDefined",
                                            false))));
        }
        if (method.equals("POST") && path.equals("/crm/v3/properties/tasks")) {
            boolean fresh = uniqueTaskProperties.add(json.path("name").asString());
            return fresh
                    ? new Reply(201, Map.of("name", json.path("name").asString()))
                    : error(409, "OBJECT_ALREADY_EXISTS");
        }
        return error(404, "OBJECT_NOT_FOUND");
    }

    private Reply exchanged(String form) {
        Map<String, String> fields = query(URI.create("/?" + form));
        if (!exchangesTokens || !refresh.equals(fields.get("refresh_token"))) {
            return error(400, "BAD_REFRESH_TOKEN");
        }
        exchanges++;
        token = "access-" + exchanges;
        return new Reply(200, Map.of("access_token", token, "refresh_token", refresh, "expires_in", 1_800));
    }

    private boolean over(Deque<Instant> seen, int most, Duration window) {
        Instant now = clock.instant();
        while (!seen.isEmpty() && !seen.peekFirst().isAfter(now.minus(window))) {
            seen.removeFirst();
        }
        if (seen.size() >= most) {
            return true;
        }
        seen.addLast(now);
        return false;
    }

    private Reply throttled(String policy) {
        refused429++;
        return new Reply(
                429,
                Map.of(
                        "status",
                        "error",
                        "message",
                        "You have reached your limit.",
                        "errorType",
                        "RATE_LIMIT",
                        "policyName",
                        policy,
                        "correlationId",
                        "c-1"));
    }

    private static Reply error(int status, String category) {
        return new Reply(
                status,
                Map.of("status", "error", "message", "something", "category", category, "correlationId", "c-1"));
    }

    private Reply objects(String method, List<String> parts, Map<String, String> query, JsonNode json) {
        String objects = type(parts.getFirst());
        if (scopesMissing.contains(objects)) {
            return error(403, "MISSING_SCOPES");
        }
        String rest = String.join("/", parts.subList(1, parts.size()));
        return switch (method + " " + rest) {
            case "GET " -> page(objects, query);
            case "POST " -> created(objects, json);
            case "POST search" -> search(objects, json);
            case "POST batch/read" -> batchRead(objects, json);
            case "POST batch/upsert" -> batchUpsert(objects, json);
            default -> one(method, objects, rest, json);
        };
    }

    private Reply one(String method, String objects, String id, JsonNode json) {
        Optional<Thing> thing = thing(objects, id).filter(found -> !found.archived);
        if (thing.isEmpty()) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        return switch (method) {
            case "GET" -> new Reply(200, view(objects, thing.get(), Set.of(), Set.of()));
            case "PATCH" -> {
                set(objects, thing.get(), texts(json.path("properties")));
                yield new Reply(200, view(objects, thing.get(), Set.of(), Set.of()));
            }
            case "DELETE" -> {
                thing.get().archived = true;
                yield new Reply(204, null);
            }
            default -> error(405, "METHOD_NOT_ALLOWED");
        };
    }

    private Reply page(String objects, Map<String, String> query) {
        Set<String> histories = names(query.getOrDefault("propertiesWithHistory", ""));
        int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        if (limit > (histories.isEmpty() ? 100 : 50)) {
            return error(400, "VALIDATION_ERROR");
        }
        long after = Long.parseLong(query.getOrDefault("after", "0"));
        List<Thing> found = things.getOrDefault(objects, Map.of()).values().stream()
                .filter(one -> !one.archived && Long.parseLong(one.id) > after)
                .sorted(Comparator.comparingLong(one -> Long.parseLong(one.id)))
                .limit(limit + 1L)
                .toList();
        List<Thing> shown = found.subList(0, Math.min(limit, found.size()));
        Set<String> asked = names(query.getOrDefault("properties", ""));
        return new Reply(
                200,
                paged(
                        shown.stream()
                                .map(one -> view(objects, one, asked, histories))
                                .toList(),
                        found.size() > limit ? Optional.of(shown.getLast().id) : Optional.empty()));
    }

    private Reply created(String objects, JsonNode json) {
        if (json.path("properties").isMissingNode()) {
            return error(400, "VALIDATION_ERROR");
        }
        String id = create(objects, texts(json.path("properties")));
        return new Reply(201, view(objects, thing(objects, id).orElseThrow(), Set.of(), Set.of()));
    }

    private Reply search(String objects, JsonNode json) {
        JsonNode filter = json.path("filterGroups").path(0).path("filters").path(0);
        String property = filter.path("propertyName").asString();
        long from = filter.path("value").asLong();
        int limit = json.path("limit").asInt(10);
        int after = json.path("after").isMissingNode()
                ? 0
                : Integer.parseInt(json.path("after").asString());
        if (limit > 200 || after + limit > 10_000) {
            return error(400, "VALIDATION_ERROR");
        }
        boolean named =
                StreamSupport.stream(json.path("sorts").spliterator(), false).allMatch(JsonNode::isString);
        if (!named) {
            // by the published contract a list of names, whatever else may be understood
            return error(400, "VALIDATION_ERROR");
        }
        Instant indexed = clock.instant().minus(searchLag);
        List<Thing> found = things.getOrDefault(objects, Map.of()).values().stream()
                .filter(one -> !one.archived && !one.updated.isAfter(indexed))
                .filter(one -> property.isEmpty() || one.updated.toEpochMilli() >= from)
                .sorted(Comparator.comparing((Thing one) -> one.updated).thenComparing(one -> one.id))
                .toList();
        List<Thing> shown = found.subList(Math.min(after, found.size()), Math.min(after + limit, found.size()));
        Map<String, Object> page = new LinkedHashMap<>(paged(
                shown.stream()
                        .map(one -> view(objects, one, Set.of(), Set.of()))
                        .toList(),
                after + limit < found.size() ? Optional.of(Integer.toString(after + limit)) : Optional.empty()));
        page.put("total", found.size());
        return new Reply(200, page);
    }

    private Reply batchRead(String objects, JsonNode json) {
        boolean whole = Stream.of("inputs", "properties", "propertiesWithHistory")
                .allMatch(member -> json.path(member).isArray());
        if (!whole) {
            // all three are required by the published contract
            return error(400, "VALIDATION_ERROR");
        }
        Set<String> histories = texts(json, "propertiesWithHistory");
        if (json.path("inputs").size() > (histories.isEmpty() ? 100 : 50)) {
            return error(400, "VALIDATION_ERROR");
        }
        String by = Json.text(json, "idProperty").orElse("");
        List<Object> found = new ArrayList<>();
        int missing = 0;
        for (JsonNode input : json.path("inputs")) {
            String id = input.path("id").asString();
            Optional<Thing> thing = by.isEmpty()
                    ? thing(objects, id)
                    : things.getOrDefault(objects, Map.of()).values().stream()
                            .filter(one -> id.equals(one.properties.get(by)))
                            .findFirst();
            if (thing.filter(one -> !one.archived).isPresent()) {
                found.add(view(objects, thing.get(), texts(json, "properties"), histories));
            } else {
                missing++;
            }
        }
        return batch(found, missing);
    }

    private static Reply batch(List<Object> found, int missing) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "COMPLETE");
        answer.put("results", found);
        answer.put("startedAt", "2026-01-01T00:00:00Z");
        answer.put("completedAt", "2026-01-01T00:00:00Z");
        if (missing > 0) {
            answer.put("numErrors", missing);
            answer.put(
                    "errors",
                    List.of(Map.of(
                            "status",
                            "error",
                            "category",
                            "OBJECT_NOT_FOUND",
                            "message",
                            "Could not get some objects",
                            "context",
                            Map.of())));
        }
        return new Reply(missing > 0 ? 207 : 200, answer);
    }

    private Reply batchUpsert(String objects, JsonNode json) {
        List<Object> written = new ArrayList<>();
        for (JsonNode input : json.path("inputs")) {
            String by = input.path("idProperty").asString();
            if (!uniqueTaskProperties.contains(by)) {
                return error(400, "VALIDATION_ERROR");
            }
            String id = input.path("id").asString();
            Optional<Thing> before = things.getOrDefault(objects, Map.of()).values().stream()
                    .filter(one -> !one.archived && id.equals(one.properties.get(by)))
                    .findFirst();
            Map<String, String> properties = new TreeMap<>(texts(input.path("properties")));
            properties.put(by, id);
            before.ifPresent(one -> set(objects, one, properties));
            Thing thing = before.orElseGet(
                    () -> thing(objects, create(objects, properties)).orElseThrow());
            Map<String, Object> view = new LinkedHashMap<>(view(objects, thing, Set.of(), Set.of()));
            view.put("new", before.isEmpty());
            written.add(view);
        }
        return batch(written, 0);
    }

    private Reply owners(List<String> parts, Map<String, String> query) {
        boolean archived = query.getOrDefault("archived", "false").equals("true");
        if (parts.isEmpty()) {
            return new Reply(200, Map.of("results", archived ? List.of() : List.copyOf(owners.values())));
        }
        return Optional.ofNullable(owners.get(parts.getFirst()))
                .filter(one -> !archived)
                .map(one -> new Reply(200, one))
                .orElseGet(() -> error(404, "OBJECT_NOT_FOUND"));
    }

    private Reply associations(String from, String to, JsonNode json) {
        List<Object> found = new ArrayList<>();
        int missing = 0;
        for (JsonNode input : json.path("inputs")) {
            String id = input.path("id").asString();
            Set<String> ends = ties.getOrDefault(from + "/" + id + "/" + to, Set.of());
            if (ends.isEmpty()) {
                missing++;
                continue;
            }
            found.add(Map.of(
                    "from",
                    Map.of("id", id),
                    "to",
                    ends.stream()
                            .map(end -> Map.of(
                                    "toObjectId",
                                    Long.parseLong(end),
                                    "associationTypes",
                                    List.of(Map.of("category", "HUBSPOT_DEFINED", "typeId", 5))))
                            .toList()));
        }
        return batch(found, missing);
    }

    /** What ties of deals and people can be called; the first is no role. */
    private static final List<Map<String, Object>> LABELS = List.of(
            Map.of("category", "USER_DEFINED", "typeId", 31, "label", "Old friend"),
            Map.of("category", "HUBSPOT_DEFINED", "typeId", 32, "label", "Decision Maker"),
            Map.of("category", "USER_DEFINED", "typeId", 33, "label", "Champion"));

    private final Map<String, List<Integer>> labels = new TreeMap<>();

    private Reply people(String method, String deal, String contact, JsonNode json) {
        if (thing("deals", deal).filter(one -> !one.archived).isEmpty()) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        if (method.equals("PUT")) {
            List<Integer> named = new ArrayList<>();
            for (JsonNode one : json) {
                boolean known = LABELS.stream()
                        .anyMatch(label -> label.get("typeId")
                                        .equals(one.path("associationTypeId").asInt())
                                && label.get("category")
                                        .equals(one.path("associationCategory").asString()));
                if (!known) {
                    return error(400, "VALIDATION_ERROR");
                }
                named.add(one.path("associationTypeId").asInt());
            }
            tie("deals", deal, "contacts", contact);
            labels.put(deal + "/" + contact, named);
            return new Reply(201, Map.of("fromObjectId", deal, "toObjectId", contact, "labels", List.of()));
        }
        return new Reply(
                200,
                Map.of(
                        "results",
                        ties.getOrDefault("deals/" + deal + "/contacts", Set.of()).stream()
                                .map(one -> Map.of(
                                        "toObjectId",
                                        Long.parseLong(one),
                                        "associationTypes",
                                        LABELS.stream()
                                                .filter(label -> labels.getOrDefault(deal + "/" + one, List.of())
                                                        .contains(label.get("typeId")))
                                                .toList()))
                                .toList()));
    }

    /** What a tie of a deal and a person is called there. */
    public synchronized List<Integer> labels(String deal, String contact) {
        return List.copyOf(labels.getOrDefault(deal + "/" + contact, List.of()));
    }

    public synchronized void label(String deal, String contact, int type) {
        labels.computeIfAbsent(deal + "/" + contact, any -> new ArrayList<>()).add(type);
    }

    private Reply associate(String from, String fromId, String to, String toId) {
        if (thing(from, fromId).isEmpty()
                || thing(to, toId).filter(one -> !one.archived).isEmpty()) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        tie(from, fromId, to, toId);
        labels.remove(fromId + "/" + toId);
        return batch(List.of(Map.of("from", Map.of("id", fromId), "to", Map.of("id", toId))), 0);
    }

    private static Map<String, Object> pipeline() {
        List<Map<String, Object>> stages = new ArrayList<>();
        stages.add(stage("appointmentscheduled", "Appointment scheduled", "0.2", false));
        stages.add(stage("presentationscheduled", "Presentation scheduled", "0.6", false));
        stages.add(stage("contractsent", "Contract sent", "0.9", false));
        stages.add(stage("closedwon", "Closed won", "1.0", true));
        stages.add(stage("closedlost", "Closed lost", "0.0", true));
        return Map.of(
                "id",
                "default",
                "label",
                "Sales pipeline",
                "displayOrder",
                0,
                "archived",
                false,
                "stages",
                stages,
                "createdAt",
                "2026-01-01T00:00:00Z",
                "updatedAt",
                "2026-01-01T00:00:00Z");
    }

    private static Map<String, Object> stage(String id, String label, String probability, boolean closed) {
        return Map.of(
                "id",
                id,
                "label",
                label,
                "displayOrder",
                0,
                "archived",
                false,
                "createdAt",
                "2026-01-01T00:00:00Z",
                "updatedAt",
                "2026-01-01T00:00:00Z",
                "metadata",
                Map.of("probability", probability, "isClosed", Boolean.toString(closed)));
    }

    private static Map<String, Object> paged(List<?> results, Optional<String> after) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("results", results);
        after.ifPresent(one ->
                page.put("paging", Map.of("next", Map.of("after", one, "link", "https://x/?after=" + one))));
        return page;
    }

    private static Map<String, Object> view(String objects, Thing thing, Set<String> asked, Set<String> histories) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", thing.id);
        Map<String, Object> properties = new TreeMap<>();
        Stream.concat(asked.stream(), asked.isEmpty() ? thing.properties.keySet().stream() : Stream.of())
                .forEach(name -> properties.put(name, thing.properties.get(name)));
        properties.put("hs_object_id", thing.id);
        view.put("properties", properties);
        if (histories.contains("dealstage") && objects.equals("deals")) {
            view.put("propertiesWithHistory", Map.of("dealstage", List.copyOf(thing.stages)));
        }
        view.put("createdAt", thing.created.toString());
        view.put("updatedAt", thing.updated.toString());
        view.put("archived", thing.archived);
        return view;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }

    private static Set<String> texts(JsonNode object, String member) {
        Set<String> texts = new LinkedHashSet<>();
        StreamSupport.stream(object.path(member).spliterator(), false).forEach(one -> texts.add(one.asString()));
        return texts;
    }

    private static Set<String> names(String list) {
        return list.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(list.split(",", -1)));
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name, name);
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] both = pair.split("=", 2);
                String name = URLDecoder.decode(both[0], StandardCharsets.UTF_8);
                String value = both.length > 1 ? URLDecoder.decode(both[1], StandardCharsets.UTF_8) : "";
                // lists come as one text or as the same name again
                query.merge(name, value, (a, b) -> a + "," + b);
            }
        }
        return query;
    }
}
