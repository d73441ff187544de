package nextbest.vendors.outreach;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.vendors.Connection;
import nextbest.vendors.Json;
import nextbest.vendors.OAuth;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Outreach's JSON:API: authorised, within the hour's calls, its errors sorted. */
final class OutreachApi {
    static final String MEDIA_TYPE = "application/vnd.api+json";

    /** Outreach gives a user of an app one token a minute, and refuses a second one. */
    private static final Limit MINT = new Limit("mint", 1, Duration.ofMinutes(1));

    /** How long an access token lives if the answer does not say. */
    private static final Duration LIFE = Duration.ofHours(2);

    /** If an answer 429 does not say how long. */
    private static final Duration UNLESS_SAID = Duration.ofMinutes(1);

    /** A page has no fewer records than this: the reference gives 50 to 1000. */
    static final int LEAST = 50;

    /** So many ids fit into an address that every server takes. */
    private static final int AT_ONCE = 100;

    private static final Pattern AFTER = Pattern.compile("[?&]page(?:\\[|%5B)after(?:]|%5D)=([^&]+)");

    private final Wire wire;
    private final URI base;
    private final Limit calls;
    private final UnaryOperator<Optional<String>> access;

    /** @param access the token to use, given one that was just refused */
    OutreachApi(Wire wire, URI base, Limit calls, UnaryOperator<Optional<String>> access) {
        this.wire = wire;
        this.base = base;
        this.calls = calls;
        this.access = access;
    }

    /** Each exchange brings a new refresh token; the one before may end. */
    static UnaryOperator<Optional<String>> access(Connection connection, Wire wire, URI base, Tokens tokens) {
        OAuth oauth = new OAuth(
                "Outreach",
                URI.create(base + "/oauth/token"),
                LIFE,
                "grant the app access again and connect with the new refresh-token",
                List.of(Toll.one(MINT)));
        return refused -> Optional.of(tokens.current(refused, last -> {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("client_id", connection.get(Outreach.CLIENT_ID));
            form.put("client_secret", connection.get(Outreach.CLIENT_SECRET));
            form.put("redirect_uri", connection.get(Outreach.REDIRECT));
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", last.orElseGet(() -> connection.get(Outreach.REFRESH_TOKEN)));
            return oauth.exchange(wire, form);
        }));
    }

    Instant now() {
        return wire.real().instant();
    }

    /** Some records and where to go on. */
    record Listed(List<JsonNode> data, Optional<String> after) {}

    /**
     * One page of a collection, those that changed longest ago first.
     *
     * @param size records a page, {@link #LEAST} to 1000
     */
    Listed list(String collection, Map<String, List<String>> filters, String sort, int size, Optional<String> after) {
        StringBuilder query = new StringBuilder("?newFilterSyntax=true&count=false");
        filters.forEach((name, values) -> values.forEach(
                value -> query.append('&').append(encoded(name)).append('=').append(encoded(value))));
        query.append("&sort=")
                .append(encoded(sort))
                .append('&')
                .append(encoded("page[size]"))
                .append('=')
                .append(size);
        after.ifPresent(cursor ->
                query.append('&').append(encoded("page[after]")).append('=').append(encoded(cursor)));
        JsonNode page = good(get("read " + collection, collection + query));
        List<JsonNode> data = new ArrayList<>();
        page.path("data").forEach(data::add);
        Optional<String> next = Json.text(page.path("links"), "next").flatMap(OutreachApi::after);
        return new Listed(data, next);
    }

    /** All records of a collection with a filter. */
    List<JsonNode> all(String collection, Map<String, List<String>> filters, String sort) {
        List<JsonNode> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Listed page = list(collection, filters, sort, 1_000, after);
            all.addAll(page.data());
            after = page.after();
        } while (after.isPresent());
        return all;
    }

    /** Records by id; those that are not there are left out. */
    List<JsonNode> byId(String collection, Set<String> ids) {
        List<String> numbers = ids.stream().filter(OutreachApi::isId).toList();
        List<JsonNode> found = new ArrayList<>();
        for (int at = 0; at < numbers.size(); at += AT_ONCE) {
            List<String> some = numbers.subList(at, Math.min(numbers.size(), at + AT_ONCE));
            found.addAll(all(collection, Map.of("filter[id][]", some), "id"));
        }
        return found;
    }

    /** Empty for 404. */
    Optional<JsonNode> find(String collection, String id) {
        if (!isId(id)) {
            return Optional.empty();
        }
        Call call = get("read one of " + collection, collection + "/" + id);
        Answer answer = authorised(call);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(json(call, answer).path("data"));
    }

    /** Makes a record, and gives its id. */
    String create(String type, String collection, Map<String, Object> attributes, Map<String, String> relationships) {
        Map<String, Object> ties = identifiers(relationships);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        if (!attributes.isEmpty()) {
            data.put("attributes", attributes);
        }
        if (!ties.isEmpty()) {
            data.put("relationships", ties);
        }
        Call call = write("write a " + type, "POST", collection, data);
        return Json.text(good(call).path("data"), "id")
                .orElseThrow(() -> new VendorTrouble(
                        Cause.UNCERTAIN, "write a " + type + ": it was taken, and the answer does not name it"));
    }

    /** Resource identifiers by the name of the relationship, of {@code type:id}. */
    private static Map<String, Object> identifiers(Map<String, String> relationships) {
        Map<String, Object> ties = new LinkedHashMap<>();
        relationships.forEach((name, identifier) -> {
            String[] both = identifier.split(":", 2);
            ties.put(name, Map.of("data", Map.of("type", both[0], "id", Long.parseLong(both[1]))));
        });
        return ties;
    }

    /** Changes some attributes and relationships of a record; the others stay. */
    void change(
            String type,
            String collection,
            String id,
            Map<String, Object> attributes,
            Map<String, String> relationships) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("id", Long.parseLong(id));
        if (!attributes.isEmpty()) {
            data.put("attributes", attributes);
        }
        if (!relationships.isEmpty()) {
            data.put("relationships", identifiers(relationships));
        }
        var unused = good(write("change a " + type, "PATCH", collection + "/" + id, data));
        assert unused != null;
    }

    private Call write(String what, String method, String path, Map<String, Object> data) {
        return new Call(
                what,
                method,
                address(path),
                headers(),
                Optional.of(Json.write(Map.of("data", data))),
                true,
                List.of(Toll.one(calls)));
    }

    static boolean isId(String id) {
        return id.matches("[1-9]\\d{0,17}");
    }

    private static Optional<String> after(String next) {
        Matcher cursor = AFTER.matcher(next);
        return cursor.find()
                ? Optional.of(java.net.URLDecoder.decode(cursor.group(1), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private URI address(String path) {
        return URI.create(base + "/api/v2/" + path);
    }

    private static Map<String, String> headers() {
        return Map.of("Accept", MEDIA_TYPE, "Content-Type", MEDIA_TYPE);
    }

    private Call get(String what, String path) {
        return new Call(what, "GET", address(path), headers(), Optional.empty(), false, List.of(Toll.one(calls)));
    }

    private JsonNode good(Call call) {
        return json(call, authorised(call));
    }

    private JsonNode json(Call call, Answer answer) {
        if (answer.good()) {
            return Json.read(call.what(), answer.body());
        }
        throw trouble(call, answer);
    }

    /** A token may have been taken back before its time: one more attempt with a new one. */
    private Answer authorised(Call call) {
        String token = access.apply(Optional.empty()).orElseThrow();
        Answer answer = wire.send(call.with("Authorization", "Bearer " + token));
        if (answer.status() != 401) {
            return answer;
        }
        String fresh = access.apply(Optional.of(token)).orElseThrow();
        return wire.send(call.with("Authorization", "Bearer " + fresh));
    }

    private VendorTrouble trouble(Call call, Answer answer) {
        int status = answer.status();
        if (status == 429) {
            return wire.throttled(call, answer, calls, UNLESS_SAID);
        }
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            case 408 -> call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
            default -> status < 500 ? Cause.REJECTED : call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
        };
        return new VendorTrouble(
                cause,
                call.what() + ": Outreach answered with " + status + codes(answer),
                wire.waitSaid(answer).orElse(Duration.ZERO));
    }

    /** Ids of errors and where they lie: details quote what was sent. */
    private static String codes(Answer answer) {
        Set<String> codes = new LinkedHashSet<>();
        try {
            for (JsonNode error : Json.read("error", answer.body()).path("errors")) {
                Json.text(error, "id").ifPresent(codes::add);
                Json.text(error.path("source"), "pointer").ifPresent(codes::add);
            }
        } catch (VendorTrouble notJson) {
            return "";
        }
        return codes.isEmpty() ? "" : " (" + String.join(", ", codes) + ")";
    }
}
