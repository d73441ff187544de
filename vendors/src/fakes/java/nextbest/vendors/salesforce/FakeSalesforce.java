package nextbest.vendors.salesforce;

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
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import nextbest.vendors.Json;
import tools.jackson.databind.JsonNode;

/**
 * Salesforce's REST API as its pages say it behaves: queries in batches with {@code nextRecordsUrl}, arrays of errors, a limit per
 * day that is a 403 and a header on every answer, upsert by external id with 201, 200 and 300, sessions that end, a bin of deleted
 * records, fields that an administrator takes away, records that somebody else holds, composite requests, query jobs in bulk. It
 * understands the SOQL that simple conditions need. It knows nothing of our adapter; {@code simple-salesforce} works with it too.
 */
public final class FakeSalesforce implements AutoCloseable {
    private static final int BATCH = 100;
    /** An object that the organisation has made for itself. */
    static final String RECOMMENDATION = "Nextbest_Recommendation__c";

    private static final Map<String, String> PREFIX = Map.of(
            "User",
            "005",
            "Account",
            "001",
            "Contact",
            "003",
            "Opportunity",
            "006",
            "Task",
            "00T",
            "Event",
            "00U",
            RECOMMENDATION,
            "a0R");
    private static final Map<String, String> FIELDS = Map.of(
            "User",
            "Id,Name,Email,TimeZoneSidKey,SystemModstamp",
            "Account",
            "Id,Name,Industry,BillingCountry,NumberOfEmployees,OwnerId,SystemModstamp",
            "Contact",
            "Id,Name,Email,Title,AccountId,SystemModstamp",
            "Opportunity",
            "Id,Name,StageName,Amount,CloseDate,CreatedDate,OwnerId,AccountId,SystemModstamp",
            "Task",
            "Id,Subject,Description,TaskSubtype,WhatId,WhoId,OwnerId,IsClosed,CompletedDateTime,SystemModstamp",
            "Event",
            "Id,Subject,Description,WhatId,WhoId,OwnerId,StartDateTime,DurationInMinutes,SystemModstamp",
            RECOMMENDATION,
            "Id,Nextbest_Key__c,Opportunity__c,Action__c,Title__c,Text__c,Due__c,Urgent__c,Answer__c,SystemModstamp");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT);

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, NavigableMap<String, Map<String, Object>>> tables = new TreeMap<>();
    private final Map<String, List<Map<String, Object>>> cursors = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private long next = 1;
    private int minted;
    private String token = "none yet";
    private int used;
    private int allowed = 15_000;
    private boolean keyed = true;
    private boolean cutAfterUpsert;
    private PublicKey trusted;
    private int locked;
    private final Map<String, Set<String>> withoutFields = new TreeMap<>();
    private final FakeBulk bulk = new FakeBulk();

    public FakeSalesforce(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        PREFIX.keySet().forEach(object -> tables.put(object, new TreeMap<>()));
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    public synchronized void allow(int calls) {
        allowed = calls;
    }

    synchronized void withoutKey() {
        keyed = false;
    }

    synchronized void cutAfterUpsert() {
        cutAfterUpsert = true;
    }

    /** From now on JWTs have to be signed with this key. */
    synchronized void trust(PublicKey key) {
        trusted = key;
    }

    /** The next changes of records find them locked by somebody else. */
    synchronized void lock(int times) {
        locked = times;
    }

    /** An administrator renames or hides a field. */
    synchronized void takeAway(String object, String field) {
        withoutFields.computeIfAbsent(object, any -> new TreeSet<>()).add(field);
    }

    /** So often a bulk query says that it is at work. */
    public synchronized void slow(int looks) {
        bulk.slow(looks);
    }

    synchronized void failNextJob() {
        bulk.failNext();
    }

    synchronized void forgetJobs() {
        bulk.forget();
    }

    public synchronized int jobs() {
        return bulk.count();
    }

    /** Calls that counted so far. */
    public synchronized int used() {
        return used;
    }

    synchronized void endSession() {
        token = "ended";
    }

    /** The token that is good at the moment. */
    public synchronized String session() {
        return token;
    }

    synchronized int minted() {
        return minted;
    }

    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    public synchronized String create(String object, Map<String, Object> fields) {
        String id = PREFIX.get(object) + String.format(Locale.ROOT, "%012d", next++) + "AAA";
        Map<String, Object> record = new TreeMap<>(fields);
        record.put("Id", id);
        record.put("CreatedDate", now());
        tables.get(object).put(id, record);
        touch(object, record, Optional.ofNullable((String) fields.get("StageName")));
        return id;
    }

    public synchronized void change(String object, String id, Map<String, Object> fields) {
        Map<String, Object> record = tables.get(object).get(id);
        Optional<String> stage = Optional.ofNullable((String) fields.get("StageName"))
                .filter(name -> !name.equals(record.get("StageName")));
        record.putAll(fields);
        touch(object, record, stage);
    }

    private void touch(String object, Map<String, Object> record, Optional<String> stage) {
        record.put("SystemModstamp", now());
        if (object.equals("Opportunity")) {
            List<Object> histories = new ArrayList<>(list(record.get("OpportunityHistories")));
            stage.ifPresent(name -> histories.add(Map.of("StageName", name, "CreatedDate", now())));
            record.put("OpportunityHistories", children(histories));
        }
    }

    public synchronized void role(String opportunity, String contact, String role) {
        Map<String, Object> record = tables.get("Opportunity").get(opportunity);
        List<Object> roles = new ArrayList<>(list(record.get("OpportunityContactRoles")));
        roles.add(Map.of(
                "Id", "00K" + String.format(Locale.ROOT, "%012d", next++) + "AAA", "ContactId", contact, "Role", role));
        record.put("OpportunityContactRoles", children(roles));
        record.put("SystemModstamp", now());
    }

    /** Into the bin, where {@code queryAll} still sees it. */
    synchronized void delete(String object, String id) {
        Map<String, Object> record = tables.get(object).get(id);
        record.put("IsDeleted", true);
        record.put("SystemModstamp", now());
    }

    private boolean isThere(Map<String, Object> record) {
        return record != null && !Boolean.TRUE.equals(record.get("IsDeleted"));
    }

    public synchronized List<Map<String, Object>> all(String object) {
        return tables.get(object).values().stream().filter(this::isThere).toList();
    }

    /** Calls an address as outbound messages do, and says whether it was acknowledged. */
    public static boolean call(URI hook, String organisation, String object, String id) {
        String message = """
                <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
                 <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
                  <OrganizationId>%s</OrganizationId><ActionId>04k000000000001AAA</ActionId>
                  <Notification><Id>04l%s</Id><sObject xsi:type="sf:%s" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
                   <sf:Id>%s</sf:Id></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>""".formatted(organisation, System.nanoTime(), object, id);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(hook)
                            .header("Content-Type", "text/xml;charset=UTF-8")
                            .POST(HttpRequest.BodyPublishers.ofString(message))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("<Ack>true</Ack>");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> children(List<Object> records) {
        return Map.of("totalSize", records.size(), "done", true, "records", records);
    }

    private static List<?> list(Object children) {
        return children instanceof Map<?, ?> map ? (List<?>) map.get("records") : List.of();
    }

    private String now() {
        return MOMENT.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** @param body written as JSON if it is no text */
    record Reply(int status, Object body, Map<String, String> headers) {
        Reply(int status, Object body) {
            this(status, body, Map.of());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = answer(exchange, body);
        if (reply.status() == 0) {
            exchange.close();
            return;
        }
        byte[] bytes = reply.body() == null
                ? new byte[0]
                : (reply.body() instanceof String text ? text : Json.write(reply.body()))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().add("Sforce-Limit-Info", "api-usage=" + used + "/" + allowed);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Reply answer(HttpExchange exchange, String body) {
        URI uri = exchange.getRequestURI();
        log.add(exchange.getRequestMethod() + " " + uri.getPath());
        if (uri.getPath().equals("/services/oauth2/token")) {
            Optional<String> refused = refusal(parameters(body));
            if (refused.isPresent()) {
                return new Reply(400, Map.of("error", refused.get(), "error_description", "said to nobody"));
            }
            minted++;
            token = "session-" + minted;
            return new Reply(200, Map.of("access_token", token, "instance_url", base(), "token_type", "Bearer"));
        }
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "INVALID_SESSION_ID");
        }
        if (used >= allowed) {
            return error(403, "REQUEST_LIMIT_EXCEEDED");
        }
        used++;
        String resource = resource(uri.getPath());
        try {
            return answer(exchange.getRequestMethod(), resource, parameters(uri.getRawQuery()), body);
        } catch (FakeQuery.Refused e) {
            return new Reply(400, List.of(Map.of("message", e.getMessage(), "errorCode", e.code())));
        }
    }

    /** As the vendor's pages say of the two server flows; a JWT is checked once its key is known. */
    private Optional<String> refusal(Map<String, String> form) {
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" ->
                form.containsKey("client_id") && form.containsKey("client_secret")
                        ? Optional.empty()
                        : Optional.of("invalid_client");
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" ->
                trusted == null || isGood(form.getOrDefault("assertion", ""))
                        ? Optional.empty()
                        : Optional.of("invalid_grant");
            default -> Optional.of("unsupported_grant_type");
        };
    }

    private boolean isGood(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(trusted);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode header = Json.read(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = Json.read(Base64.getUrlDecoder().decode(parts[1]));
            long seconds = claims.path("exp").asLong() - clock.instant().getEpochSecond();
            return parts.length == 3
                    && signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && header.path("alg").asString().equals("RS256")
                    && claims.path("aud").asString().equals("https://login.salesforce.com")
                    && !claims.path("iss").asString().isEmpty()
                    && !claims.path("sub").asString().isEmpty()
                    && seconds > 0
                    && seconds <= 300;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static String resource(String path) {
        return path.replaceFirst("/services/data/v[\\d.]+/", "").replaceAll("/+$", "");
    }

    private Reply answer(String method, String resource, Map<String, String> parameters, String body) {
        if (resource.startsWith("query/")) {
            return page(resource.substring("query/".length()));
        }
        if (resource.equals("query") || resource.equals("queryAll")) {
            return query(new FakeQuery(parameters.get("q")), resource.equals("queryAll"));
        }
        if (resource.equals("composite")) {
            return composite(body);
        }
        List<String> parts = Arrays.asList(resource.split("/", -1));
        if (resource.startsWith("jobs/query")) {
            return switch (parts.size()) {
                case 2 -> {
                    FakeQuery query = new FakeQuery(FakeBulk.query(body));
                    checkFields(query);
                    yield bulk.begin("750" + next++, query, query.find(tables.get(query.object()), false));
                }
                case 3 -> bulk.look(parts.get(2));
                default -> bulk.results(parts.get(2), parameters);
            };
        }
        if (parts.size() == 3 && parts.get(2).equals("describe")) {
            return describe(parts.get(1));
        }
        if (locked > 0 && !method.equals("GET")) {
            locked--;
            return error(400, "UNABLE_TO_LOCK_ROW");
        }
        if (resource.startsWith("sobjects/OpportunityContactRole")) {
            return contactRole(method, parts, body);
        }
        if (parts.size() == 4 && parts.get(0).equals("sobjects")) {
            return external(method, parts.get(1), parts.get(2), parts.get(3), body);
        }
        if (parts.size() == 3 && parts.get(0).equals("sobjects")) {
            return one(method, parts.get(1), parts.get(2), body);
        }
        if (parts.size() == 2 && method.equals("POST")) {
            return new Reply(
                    201, Map.of("id", create(parts.get(1), fields(body)), "success", true, "errors", List.of()));
        }
        return error(404, "NOT_FOUND");
    }

    /** Of all or none nothing is kept if one fails; the others then say that they were halted. */
    private Reply composite(String body) {
        JsonNode request = Json.read("composite", body);
        boolean cut = cutAfterUpsert;
        cutAfterUpsert = false;
        boolean all = request.path("allOrNone").asBoolean(false);
        Map<String, NavigableMap<String, Map<String, Object>>> before = new TreeMap<>();
        if (all) {
            tables.forEach((object, records) -> {
                NavigableMap<String, Map<String, Object>> copy = new TreeMap<>();
                records.forEach((id, record) -> copy.put(id, new TreeMap<>(record)));
                before.put(object, copy);
            });
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        boolean failed = false;
        if (request.path("compositeRequest").size() > 25) {
            return error(400, "LIMIT_EXCEEDED");
        }
        for (JsonNode part : request.path("compositeRequest")) {
            URI uri = URI.create(part.path("url").asString());
            Reply reply;
            try {
                reply = answer(
                        part.path("method").asString(),
                        resource(uri.getPath()),
                        parameters(uri.getRawQuery()),
                        part.path("body").toString());
            } catch (FakeQuery.Refused e) {
                reply = error(400, e.code());
            }
            failed |= reply.status() / 100 != 2;
            Map<String, Object> answer = new TreeMap<>();
            answer.put("referenceId", part.path("referenceId").asString());
            answer.put("httpStatusCode", reply.status());
            answer.put("httpHeaders", Map.of());
            answer.put("body", reply.body());
            answers.add(answer);
        }
        if (all && failed) {
            tables.putAll(before);
            for (Map<String, Object> answer : answers) {
                if ((int) answer.get("httpStatusCode") / 100 == 2) {
                    answer.put("httpStatusCode", 400);
                    answer.put("body", error(400, "PROCESSING_HALTED").body());
                }
            }
        }
        return cut ? new Reply(0, null) : new Reply(200, Map.of("compositeResponse", answers));
    }

    private static Map<String, String> parameters(String raw) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    static Reply error(int status, String code) {
        return new Reply(status, List.of(Map.of("message", "something", "errorCode", code)));
    }

    /** Lies in its opportunity, and is made and deleted like a record of its own. */
    private Reply contactRole(String method, List<String> parts, String body) {
        if (method.equals("POST")) {
            Map<String, Object> fields = fields(body);
            String deal = String.valueOf(fields.get("OpportunityId"));
            if (!isThere(tables.get("Opportunity").get(deal))) {
                return error(400, "INVALID_CROSS_REFERENCE_KEY");
            }
            role(deal, String.valueOf(fields.get("ContactId")), String.valueOf(fields.get("Role")));
            return new Reply(201, Map.of("id", "00K", "success", true, "errors", List.of()));
        }
        for (Map<String, Object> deal : tables.get("Opportunity").values()) {
            List<Object> roles = new ArrayList<>(list(deal.get("OpportunityContactRoles")));
            if (roles.removeIf(role -> parts.getLast().equals(((Map<?, ?>) role).get("Id")))) {
                deal.put("OpportunityContactRoles", children(roles));
                deal.put("SystemModstamp", now());
                return new Reply(204, null);
            }
        }
        return error(404, "ENTITY_IS_DELETED");
    }

    private Reply one(String method, String object, String id, String body) {
        Map<String, Object> record =
                tables.getOrDefault(object, Collections.emptyNavigableMap()).get(id);
        if (!isThere(record)) {
            return error(404, "NOT_FOUND");
        }
        return switch (method) {
            case "GET" -> new Reply(200, record);
            case "PATCH" -> {
                if (Json.read("body", body).path("CloseDate").isNull()) {
                    yield error(400, "REQUIRED_FIELD_MISSING");
                }
                change(object, id, fields(body));
                yield new Reply(204, null);
            }
            case "DELETE" -> {
                delete(object, id);
                yield new Reply(204, null);
            }
            default -> error(405, "METHOD_NOT_ALLOWED");
        };
    }

    private Reply external(String method, String object, String field, String value, String body) {
        if (!keyed) {
            return error(404, "NOT_FOUND");
        }
        List<Map<String, Object>> found = tables.get(object).values().stream()
                .filter(one -> isThere(one) && value.equals(one.get(field)))
                .toList();
        if (found.size() > 1) {
            return new Reply(
                    300,
                    found.stream()
                            .map(one -> "/" + object + "/" + one.get("Id"))
                            .toList());
        }
        if (method.equals("GET")) {
            return found.isEmpty() ? error(404, "NOT_FOUND") : new Reply(200, found.getFirst());
        }
        Map<String, Object> fields = new TreeMap<>(fields(body));
        fields.put(field, value);
        String id = found.isEmpty()
                ? create(object, fields)
                : (String) found.getFirst().get("Id");
        if (!found.isEmpty()) {
            change(object, id, fields);
        }
        if (cutAfterUpsert) {
            cutAfterUpsert = false;
            return new Reply(0, null);
        }
        return new Reply(
                found.isEmpty() ? 201 : 200,
                Map.of("id", id, "success", true, "created", found.isEmpty(), "errors", List.of()));
    }

    private static Map<String, Object> fields(String body) {
        Map<String, Object> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : Json.read("body", body).properties()) {
            fields.put(entry.getKey(), entry.getValue().asString());
        }
        return fields;
    }

    private Reply describe(String object) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (String name : FIELDS.getOrDefault(object, "Id").split(",", -1)) {
            fields.add(Map.of("name", name, "type", "string", "custom", false, "externalId", false, "unique", false));
        }
        if (object.equals("Opportunity")) {
            fields.add(Map.of("name", "Rivals__c", "type", "string", "custom", true));
        }
        if (object.equals("Task") && keyed) {
            fields.add(Map.of(
                    "name", "Nextbest_Key__c", "type", "string", "custom", true, "externalId", true, "unique", true));
        }
        fields.removeIf(field -> withoutFields.getOrDefault(object, Set.of()).contains(field.get("name")));
        return new Reply(200, Map.of("name", object, "fields", fields));
    }

    private void checkFields(FakeQuery query) {
        for (String gone : withoutFields.getOrDefault(query.object(), Set.of())) {
            if (query.fields().contains(gone)) {
                throw new FakeQuery.Refused(
                        "INVALID_FIELD",
                        "ERROR at Row:1:Column:8 No such column '" + gone + "' on entity '" + query.object()
                                + "'. If you are attempting to use a custom field, be sure to append the '__c'");
            }
        }
    }

    private Reply query(FakeQuery query, boolean deletedToo) {
        checkFields(query);
        List<Map<String, Object>> found = switch (query.object()) {
            case "Organization" -> List.of(Map.of("Id", "00D000000000001AAA", "Name", "Test"));
            case "OpportunityStage" -> stages();
            case "OpportunityHistory" -> children(query, "OpportunityHistories");
            case "OpportunityContactRole" -> children(query, "OpportunityContactRoles");
            default -> query.find(tables.getOrDefault(query.object(), Collections.emptyNavigableMap()), deletedToo);
        };
        if (query.counts()) {
            return new Reply(200, Map.of("totalSize", found.size(), "done", true, "records", List.of()));
        }
        String id = "01g" + next++;
        cursors.put(id, query.shown(found));
        return page(id + "-0");
    }

    /** Of the opportunities that are named: each child with the id of its parent. */
    private List<Map<String, Object>> children(FakeQuery query, String list) {
        List<Map<String, Object>> children = new ArrayList<>();
        for (String parent : query.in("OpportunityId")) {
            Map<String, Object> deal = tables.get("Opportunity").get(parent);
            if (isThere(deal)) {
                for (Object child : list(deal.get(list))) {
                    Map<String, Object> one = new TreeMap<>();
                    ((Map<?, ?>) child).forEach((name, value) -> one.put((String) name, value));
                    one.put("OpportunityId", parent);
                    children.add(one);
                }
            }
        }
        return children;
    }

    private Reply page(String cursor) {
        String[] both = cursor.split("-", 2);
        List<Map<String, Object>> all = cursors.get(both[0]);
        if (all == null) {
            return error(400, "INVALID_QUERY_LOCATOR");
        }
        int at = Integer.parseInt(both[1]);
        int end = Math.min(all.size(), at + BATCH);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("totalSize", all.size());
        page.put("done", end == all.size());
        if (end < all.size()) {
            page.put("nextRecordsUrl", "/services/data/v68.0/query/" + both[0] + "-" + end);
        }
        page.put("records", List.copyOf(all.subList(at, end)));
        if (end == all.size()) {
            cursors.remove(both[0]);
        }
        return new Reply(200, page);
    }

    private static List<Map<String, Object>> stages() {
        List<Map<String, Object>> stages = new ArrayList<>();
        stages.add(stage("Qualification", 10, false, false));
        stages.add(stage("Proposal/Price Quote", 75, false, false));
        stages.add(stage("Negotiation/Review", 90, false, false));
        stages.add(stage("Closed Won", 100, true, true));
        stages.add(stage("Closed Lost", 0, true, false));
        return stages;
    }

    private static Map<String, Object> stage(String name, int probability, boolean closed, boolean won) {
        return Map.of(
                "ApiName", name,
                "MasterLabel", name,
                "IsClosed", closed,
                "IsWon", won,
                "DefaultProbability", probability);
    }
}
