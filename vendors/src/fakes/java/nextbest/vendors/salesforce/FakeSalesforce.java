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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.vendors.Json;
import tools.jackson.databind.JsonNode;

/**
 * Salesforce's REST API as its pages say it behaves: queries in batches with {@code nextRecordsUrl}, arrays of errors, a limit per
 * day that is a 403 and a header on every answer, upsert by external id with 201, 200 and 300, sessions that end. It understands
 * the SOQL that simple conditions need. It knows nothing of our adapter; {@code simple-salesforce} works with it too.
 */
public final class FakeSalesforce implements AutoCloseable {
    private static final int BATCH = 100;
    private static final Pattern QUERY = Pattern.compile(
            "(?s)SELECT (.*) FROM (\\w+)(?: WHERE (.*?))?(?: ORDER BY [\\w, ]+?)?(?: LIMIT (\\d+))?\\s*");
    private static final Map<String, String> PREFIX = Map.of(
            "User", "005", "Account", "001", "Contact", "003", "Opportunity", "006", "Task", "00T", "Event", "00U");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT);

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Map<String, Map<String, Object>>> tables = new TreeMap<>();
    private final Map<String, List<Map<String, Object>>> cursors = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private long next = 1;
    private int minted;
    private String token = "none yet";
    private int used;
    private int allowed = 15_000;
    private boolean keyed = true;
    private boolean cutAfterUpsert;

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

    synchronized void allow(int calls) {
        allowed = calls;
    }

    synchronized void withoutKey() {
        keyed = false;
    }

    synchronized void cutAfterUpsert() {
        cutAfterUpsert = true;
    }

    synchronized void endSession() {
        token = "ended";
    }

    synchronized int minted() {
        return minted;
    }

    synchronized List<String> log() {
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
        roles.add(Map.of("ContactId", contact, "Role", role));
        record.put("OpportunityContactRoles", children(roles));
        record.put("SystemModstamp", now());
    }

    synchronized void delete(String object, String id) {
        tables.get(object).remove(id);
    }

    public synchronized List<Map<String, Object>> all(String object) {
        return List.copyOf(tables.get(object).values());
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

    private record Reply(int status, Object body) {}

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = answer(exchange, body);
        if (reply.status() == 0) {
            exchange.close();
            return;
        }
        byte[] bytes =
                reply.body() == null ? new byte[0] : Json.write(reply.body()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json;charset=UTF-8");
        exchange.getResponseHeaders().add("Sforce-Limit-Info", "api-usage=" + used + "/" + allowed);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Reply answer(HttpExchange exchange, String body) {
        URI uri = exchange.getRequestURI();
        log.add(exchange.getRequestMethod() + " " + uri.getPath());
        if (uri.getPath().equals("/services/oauth2/token")) {
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
        String resource =
                uri.getPath().replaceFirst("/services/data/v[\\d.]+/", "").replaceAll("/+$", "");
        if (resource.startsWith("query/")) {
            return page(resource.substring("query/".length()));
        }
        if (resource.equals("query")) {
            return query(URLDecoder.decode(uri.getRawQuery().replaceFirst("^q=", ""), StandardCharsets.UTF_8));
        }
        List<String> parts = Arrays.asList(resource.split("/", -1));
        if (parts.size() == 3 && parts.get(2).equals("describe")) {
            return describe(parts.get(1));
        }
        if (parts.size() == 4 && parts.get(0).equals("sobjects")) {
            return external(exchange.getRequestMethod(), parts.get(1), parts.get(2), parts.get(3), body);
        }
        if (parts.size() == 3 && parts.get(0).equals("sobjects")) {
            return one(exchange.getRequestMethod(), parts.get(1), parts.get(2), body);
        }
        if (parts.size() == 2 && exchange.getRequestMethod().equals("POST")) {
            return new Reply(
                    201, Map.of("id", create(parts.get(1), fields(body)), "success", true, "errors", List.of()));
        }
        return error(404, "NOT_FOUND");
    }

    private static Reply error(int status, String code) {
        return new Reply(status, List.of(Map.of("message", "something", "errorCode", code)));
    }

    private Reply one(String method, String object, String id, String body) {
        Map<String, Object> record = tables.getOrDefault(object, Map.of()).get(id);
        if (record == null) {
            return error(404, "NOT_FOUND");
        }
        return switch (method) {
            case "GET" -> new Reply(200, record);
            case "PATCH" -> {
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
                .filter(one -> value.equals(one.get(field)))
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
        fields.add(Map.of("name", "Id", "type", "id", "custom", false, "externalId", false, "unique", false));
        if (object.equals("Opportunity")) {
            fields.add(Map.of("name", "Rivals__c", "type", "string", "custom", true));
        }
        if (object.equals("Task") && keyed) {
            fields.add(Map.of(
                    "name", "Nextbest_Key__c", "type", "string", "custom", true, "externalId", true, "unique", true));
        }
        return new Reply(200, Map.of("name", object, "fields", fields));
    }

    private Reply query(String soql) {
        Matcher query = QUERY.matcher(soql);
        if (!query.matches()) {
            return error(400, "MALFORMED_QUERY");
        }
        String object = query.group(2);
        List<Map<String, Object>> found = switch (object) {
            case "Organization" -> List.of(Map.of("Id", "00D000000000001AAA", "Name", "Test"));
            case "OpportunityStage" -> stages();
            default ->
                tables.getOrDefault(object, Map.of()).values().stream()
                        .filter(condition(Objects.requireNonNullElse(query.group(3), "")))
                        .map(one -> shown(one, query.group(1)))
                        .toList();
        };
        if (query.group(4) != null) {
            found = found.subList(0, Math.min(found.size(), Integer.parseInt(query.group(4))));
        }
        String id = "01g" + next++;
        cursors.put(id, found);
        return page(id + "-0");
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
        page.put("records", all.subList(at, end));
        return new Reply(200, page);
    }

    /** Fields that were not asked for are not there; those that are empty are null. */
    private static Map<String, Object> shown(Map<String, Object> record, String fields) {
        Map<String, Object> shown = new LinkedHashMap<>();
        String flat = fields.replaceAll("\\(SELECT [^)]* FROM (\\w+)\\)", "$1");
        for (String field : flat.split("\\s*,\\s*", -1)) {
            shown.put(field, record.get(field));
        }
        shown.put("attributes", Map.of("type", "x"));
        return shown;
    }

    private static Predicate<Map<String, Object>> condition(String where) {
        Predicate<Map<String, Object>> all = any -> true;
        for (String one : where.isBlank() ? List.<String>of() : List.of(where.split(" AND ", -1))) {
            all = all.and(single(one.strip()));
        }
        return all;
    }

    private static Predicate<Map<String, Object>> single(String one) {
        if (one.startsWith("Id IN")) {
            return record -> one.contains("'" + record.get("Id") + "'");
        }
        if (one.startsWith("Id > ")) {
            String after = one.substring("Id > '".length(), one.length() - 1);
            return record -> String.valueOf(record.get("Id")).compareTo(after) > 0;
        }
        if (one.startsWith("SystemModstamp >= ")) {
            Instant since = Instant.parse(one.substring("SystemModstamp >= ".length()));
            return record -> !Instant.parse(
                            String.valueOf(record.get("SystemModstamp")).replace("+0000", "Z"))
                    .isBefore(since);
        }
        if (one.endsWith(" = null")) {
            return record -> record.get(one.substring(0, one.indexOf(' '))) == null;
        }
        if (one.endsWith(" = true")) {
            return record -> Boolean.TRUE.equals(record.get(one.substring(0, one.indexOf(' '))));
        }
        throw new IllegalArgumentException("the fake does not understand " + one);
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
