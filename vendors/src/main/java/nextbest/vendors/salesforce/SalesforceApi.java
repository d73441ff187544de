package nextbest.vendors.salesforce;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.vendors.Json;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Salesforce's REST API: authorised, within the org's calls per day, its arrays of errors sorted. */
final class SalesforceApi {
    private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,12})/(\\d{1,12})");

    /** How a query's message names a field that is not there. */
    private static final Pattern COLUMN = Pattern.compile("No such column '(\\w{1,80})' on entity");

    /** How long a record that somebody else holds is waited for, between attempts. */
    private static final List<Duration> LOCKED =
            List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1));

    /** Nobody says when the day's calls begin anew: we ask again after so long. */
    private static final Duration USED_UP = Duration.ofMinutes(15);

    /** Share of the org's calls from which on we leave the rest to others. */
    private static final double ENOUGH = 0.97;

    private static final Set<String> PASSING =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION");

    private final Wire wire;
    private final URI base;
    private final String version;
    private final Limit daily;
    private final SalesforceAccess access;

    SalesforceApi(Wire wire, URI base, String version, Limit daily, SalesforceAccess access) {
        this.wire = wire;
        this.base = base;
        this.version = version;
        this.daily = daily;
        this.access = access;
    }

    Instant now() {
        return wire.real().instant();
    }

    /** All records of a query: an answer that is not the whole is gone on with. */
    List<JsonNode> query(String what, String soql) {
        return all(what, get(what, "query?q=" + encoded(soql)));
    }

    /** As {@link #query}, of what was deleted too, as long as it lies in the bin. */
    List<JsonNode> queryAll(String what, String soql) {
        return all(what, get(what, "queryAll?q=" + encoded(soql)));
    }

    /** @param soql of the form {@code SELECT COUNT() FROM …} */
    int count(String what, String soql) {
        return get(what, "query?q=" + encoded(soql)).path("totalSize").asInt(0);
    }

    private List<JsonNode> all(String what, JsonNode first) {
        List<JsonNode> records = new ArrayList<>();
        JsonNode page = first;
        page.path("records").forEach(records::add);
        while (!page.path("done").asBoolean(true)) {
            Optional<String> next =
                    Json.text(page, "nextRecordsUrl").filter(path -> path.startsWith("/services/data/"));
            if (next.isEmpty()) {
                throw new VendorTrouble(Cause.NOT_UNDERSTOOD, what + ": there is more, but it is not said where");
            }
            Call call = Call.get(what, URI.create(base + next.get()), List.of(Toll.one(daily)));
            page = json(call, authorised(call));
            page.path("records").forEach(records::add);
        }
        return records;
    }

    /**
     * Several queries in one composite request, which counts as one call.
     *
     * @param queries at most five
     * @return their records, in the order of the queries
     */
    List<List<JsonNode>> queries(String what, List<String> queries) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            parts.add(
                    Map.of("method", "GET", "url", data("query?q=" + encoded(queries.get(i))), "referenceId", "q" + i));
        }
        Call call = Call.ask(
                what,
                URI.create(base + data("composite")),
                Json.write(Map.of("allOrNone", false, "compositeRequest", parts)),
                List.of(Toll.one(daily)));
        List<List<JsonNode>> found = new ArrayList<>();
        for (JsonNode part : composed(call, parts.size())) {
            found.add(all(what, part));
        }
        return found;
    }

    /**
     * Several changes in one composite request: all of them or none.
     *
     * @param parts {@code method}, {@code url}, {@code referenceId} and {@code body} of each, the url below the version
     * @return what was answered to each
     */
    List<JsonNode> changeTogether(String what, List<Map<String, Object>> parts) {
        List<Map<String, Object>> whole = new ArrayList<>();
        for (Map<String, Object> part : parts) {
            Map<String, Object> copy = new TreeMap<>(part);
            copy.put("url", data((String) part.get("url")));
            whole.add(copy);
        }
        Call call = Call.change(
                what,
                "POST",
                URI.create(base + data("composite")),
                Json.write(Map.of("allOrNone", true, "compositeRequest", whole)),
                List.of(Toll.one(daily)));
        return composed(call, whole.size());
    }

    private List<JsonNode> composed(Call call, int parts) {
        JsonNode answer = json(call, authorised(call));
        List<JsonNode> bodies = new ArrayList<>();
        VendorTrouble first = null;
        for (JsonNode part : answer.path("compositeResponse")) {
            int status = part.path("httpStatusCode").asInt(500);
            if (status / 100 != 2) {
                List<String> codes = codes(part.path("body"));
                // what was turned back because another part failed does not say why
                if (first == null || !codes.contains("PROCESSING_HALTED")) {
                    first = trouble(call, status, codes);
                }
            }
            bodies.add(part.path("body"));
        }
        if (first != null) {
            throw first;
        }
        if (bodies.size() != parts) {
            throw new VendorTrouble(
                    Cause.NOT_UNDERSTOOD,
                    call.what() + ": expected " + parts + " answers in one, but there are " + bodies.size());
        }
        return bodies;
    }

    JsonNode get(String what, String resource) {
        Call call = Call.get(what, URI.create(base + data(resource)), List.of(Toll.one(daily)));
        return json(call, authorised(call));
    }

    /** Empty for 404. */
    Optional<JsonNode> find(String what, String resource) {
        Call call = Call.get(what, URI.create(base + data(resource)), List.of(Toll.one(daily)));
        Answer answer = authorised(call);
        return answer.status() == 404 ? Optional.empty() : Optional.of(json(call, answer));
    }

    /** An answer as it came, if it is good, 400 or 404. */
    Answer fetch(String what, String resource) {
        Call call = Call.get(what, URI.create(base + data(resource)), List.of(Toll.one(daily)));
        Answer answer = authorised(call);
        if (answer.good() || answer.status() == 400 || answer.status() == 404) {
            return answer;
        }
        throw trouble(call, answer);
    }

    /** Asks for something that does no harm if it is done twice. */
    JsonNode post(String what, String resource, Object body) {
        Call call = Call.ask(what, URI.create(base + data(resource)), Json.write(body), List.of(Toll.one(daily)));
        return json(call, authorised(call));
    }

    /** Makes or changes a record; the answer may be empty. A record that somebody else holds is tried again at once. */
    JsonNode change(String what, String method, String resource, Object fields) {
        Call call = Call.change(
                what, method, URI.create(base + data(resource)), Json.write(fields), List.of(Toll.one(daily)));
        Answer answer = authorised(call);
        for (Duration pause : LOCKED) {
            if (answer.good() || !codes(answer).contains("UNABLE_TO_LOCK_ROW")) {
                break;
            }
            pause(call, pause);
            answer = authorised(call);
        }
        return json(call, answer);
    }

    private static void pause(Call call, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VendorTrouble(Cause.UNAVAILABLE, call.what() + ": given up while the record was locked");
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String data(String resource) {
        return "/services/data/" + version + "/" + resource;
    }

    private JsonNode json(Call call, Answer answer) {
        if (answer.good()) {
            return Json.read(call.what(), answer.body().isBlank() ? "{}" : answer.body());
        }
        throw trouble(call, answer);
    }

    /** A session may end before its time: one more attempt with a new token. */
    private Answer authorised(Call call) {
        String token = access.token(Optional.empty());
        Answer answer = wire.send(call.with("Authorization", "Bearer " + token));
        if (answer.status() == 401) {
            answer = wire.send(call.with("Authorization", "Bearer " + access.token(Optional.of(token))));
        }
        leaveTheRestToOthers(answer);
        return answer;
    }

    private void leaveTheRestToOthers(Answer answer) {
        Matcher usage = USAGE.matcher(answer.header("Sforce-Limit-Info").orElse(""));
        if (usage.find() && Long.parseLong(usage.group(1)) >= ENOUGH * Long.parseLong(usage.group(2))) {
            wire.close(daily, USED_UP);
        }
    }

    private VendorTrouble trouble(Call call, Answer answer) {
        List<String> codes = codes(answer);
        if (codes.contains("REQUEST_LIMIT_EXCEEDED") || answer.status() == 429) {
            return wire.throttled(call, answer, daily, USED_UP);
        }
        return trouble(call, answer.status(), codes);
    }

    private static VendorTrouble trouble(Call call, int status, List<String> codes) {
        boolean passing = status >= 500 || codes.stream().anyMatch(PASSING::contains);
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            default ->
                passing ? (call.changes() && status >= 500 ? Cause.UNCERTAIN : Cause.UNAVAILABLE) : Cause.REJECTED;
        };
        return new VendorTrouble(
                cause,
                call.what() + ": Salesforce answered with " + status
                        + (codes.isEmpty() ? "" : " (" + String.join(", ", codes) + ")"));
    }

    private static List<String> codes(Answer answer) {
        try {
            return codes(Json.read("error", answer.body()));
        } catch (VendorTrouble notJson) {
            return List.of();
        }
    }

    /** Codes and names of fields only: messages quote what was sent. */
    private static List<String> codes(JsonNode errors) {
        List<String> codes = new ArrayList<>();
        for (JsonNode error : errors) {
            Json.text(error, "errorCode").ifPresent(codes::add);
            error.path("fields").forEach(field -> codes.add(field.asString()));
            Matcher column = COLUMN.matcher(Json.text(error, "message").orElse(""));
            if (column.find()) {
                codes.add(column.group(1));
            }
        }
        return codes;
    }
}
