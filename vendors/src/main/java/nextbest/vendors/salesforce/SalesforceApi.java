package nextbest.vendors.salesforce;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        List<JsonNode> records = new ArrayList<>();
        String path = data("query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
        while (!path.isEmpty()) {
            Call call = Call.get(what, URI.create(base + path), List.of(Toll.one(daily)));
            JsonNode page = json(call, authorised(call));
            page.path("records").forEach(records::add);
            path = page.path("done").asBoolean(true)
                    ? ""
                    : Json.text(page, "nextRecordsUrl").orElse("");
        }
        return records;
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

    /** Makes or changes the record with an external id; the answer may be empty. */
    JsonNode upsert(String what, String resource, Object fields) {
        Call call = Call.change(
                what, "PATCH", URI.create(base + data(resource)), Json.write(fields), List.of(Toll.one(daily)));
        return json(call, authorised(call));
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
        int status = answer.status();
        if (codes.contains("REQUEST_LIMIT_EXCEEDED") || status == 429) {
            return wire.throttled(call, answer, daily, USED_UP);
        }
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

    /** Codes and names of fields only: messages quote what was sent. */
    private static List<String> codes(Answer answer) {
        List<String> codes = new ArrayList<>();
        try {
            for (JsonNode error : Json.read("error", answer.body())) {
                Json.text(error, "errorCode").ifPresent(codes::add);
                error.path("fields").forEach(field -> codes.add(field.asString()));
            }
        } catch (VendorTrouble notJson) {
            return codes;
        }
        return codes;
    }
}
