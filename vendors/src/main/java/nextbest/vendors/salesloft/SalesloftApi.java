package nextbest.vendors.salesloft;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

/** Salesloft's HTTP API: authorised, within the team's points a minute, its errors sorted. */
final class SalesloftApi {
    /** As many records as a page can have. */
    static final int PAGE = 100;

    /** How long an access token lives if the answer does not say. */
    private static final Duration LIFE = Duration.ofHours(2);

    private final Wire wire;
    private final URI base;
    private final Limit points;
    private final Function<Optional<String>, String> access;

    /** @param access the token to use, given one that was just refused */
    SalesloftApi(Wire wire, URI base, Limit points, Function<Optional<String>, String> access) {
        this.wire = wire;
        this.base = base;
        this.points = points;
        this.access = access;
    }

    /** An API key that never changes, or tokens: each refresh token is good once and ends with the exchange. */
    static Function<Optional<String>, String> access(Connection connection, Wire wire, URI accounts, Tokens tokens) {
        Optional<String> key = connection.find(Salesloft.API_KEY);
        if (key.isPresent()) {
            return refused -> {
                if (refused.equals(key)) {
                    throw new VendorTrouble(
                            Cause.UNAUTHORISED,
                            "Salesloft does not accept the api-key; make a new one and connect again");
                }
                return key.get();
            };
        }
        OAuth oauth = new OAuth(
                "Salesloft",
                URI.create(accounts + "/oauth/token"),
                LIFE,
                "grant the app access again and connect with the new refresh-token",
                List.of());
        return refused -> tokens.current(refused, last -> oauth.exchange(wire, form(connection, last)));
    }

    private static Map<String, String> form(Connection connection, Optional<String> last) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", connection.get(Salesloft.CLIENT_ID));
        form.put("client_secret", connection.get(Salesloft.CLIENT_SECRET));
        Optional<String> refresh = last.or(() -> connection.find(Salesloft.REFRESH_TOKEN));
        form.put("grant_type", refresh.isPresent() ? "refresh_token" : "client_credentials");
        refresh.ifPresent(token -> form.put("refresh_token", token));
        return form;
    }

    Instant now() {
        return wire.real().instant();
    }

    /** Some records, and the number of the page after them. */
    record Listed(List<JsonNode> data, Optional<Integer> next) {}

    /** @param parameters besides the page; repeated names end in {@code []} */
    Listed list(String resource, Map<String, List<String>> parameters, int page) {
        StringBuilder query = new StringBuilder("?per_page=" + PAGE + "&page=" + page);
        parameters.forEach((name, values) -> values.forEach(
                value -> query.append('&').append(encoded(name)).append('=').append(encoded(value))));
        JsonNode answer = good(call("read " + resource, "GET", resource + query, Optional.empty(), false, cost(page)));
        List<JsonNode> data = new ArrayList<>();
        answer.path("data").forEach(data::add);
        JsonNode next = answer.path("metadata").path("paging").path("next_page");
        return new Listed(data, next.isIntegralNumber() ? Optional.of(next.asInt()) : Optional.empty());
    }

    /** The first page of a resource: for what is known to be little. */
    List<JsonNode> some(String resource, Map<String, List<String>> parameters) {
        return list(resource, parameters, 1).data();
    }

    /** Records by id; those that are not there are left out. */
    List<JsonNode> byId(String resource, Set<String> ids) {
        List<String> numbers = ids.stream().filter(SalesloftApi::isId).toList();
        List<JsonNode> found = new ArrayList<>();
        for (int at = 0; at < numbers.size(); at += PAGE) {
            List<String> some = numbers.subList(at, Math.min(numbers.size(), at + PAGE));
            found.addAll(some(resource, Map.of("ids[]", some)));
        }
        return found;
    }

    /** Empty for 404. */
    Optional<JsonNode> find(String resource, String id) {
        if (!isId(id)) {
            return Optional.empty();
        }
        Call call = call("read one of " + resource, "GET", resource + "/" + id, Optional.empty(), false, 1);
        Answer answer = authorised(call);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(json(call, answer).path("data"));
    }

    JsonNode get(String resource) {
        return good(call("read " + resource, "GET", resource, Optional.empty(), false, 1))
                .path("data");
    }

    /** Writes a JSON body; the answer may be empty. */
    JsonNode create(String what, String resource, Object body) {
        return good(call(what, "POST", resource, Optional.of(Json.write(body)), true, 1));
    }

    /** Changes a record. */
    void change(String what, String resource, Object body) {
        var unused = good(call(what, "PUT", resource, Optional.of(Json.write(body)), true, 1));
        assert unused != null;
    }

    /** Writes with parameters in the address. */
    JsonNode create(String what, String resource, Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return good(call(what, "POST", resource + query, Optional.empty(), true, 1));
    }

    static boolean isId(String id) {
        return id.matches("[1-9]\\d{0,17}");
    }

    /** What a page costs: the deeper, the more. */
    static double cost(int page) {
        if (page <= 100) {
            return 1;
        }
        return page <= 150 ? 3 : page <= 250 ? 8 : page <= 500 ? 10 : 30;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Call call(String what, String method, String path, Optional<String> body, boolean changes, double cost) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        body.ifPresent(any -> headers.put("Content-Type", "application/json"));
        return new Call(
                what,
                method,
                URI.create(base + "/v2/" + path),
                headers,
                body,
                changes,
                List.of(new Toll(points, Math.min(cost, points.allowed()))));
    }

    private JsonNode good(Call call) {
        return json(call, authorised(call));
    }

    private JsonNode json(Call call, Answer answer) {
        if (answer.good()) {
            return Json.read(call.what(), answer.body().isBlank() ? "{}" : answer.body());
        }
        throw trouble(call, answer);
    }

    /** A token may have been taken back before its time: one more attempt with a new one. */
    private Answer authorised(Call call) {
        String token = access.apply(Optional.empty());
        Answer answer = wire.send(call.with("Authorization", "Bearer " + token));
        if (answer.status() == 401) {
            answer = wire.send(call.with("Authorization", "Bearer " + access.apply(Optional.of(token))));
        }
        leaveTheMinuteWhenItIsUsedUp(answer);
        return answer;
    }

    /** Others of the team take from the same points. */
    private void leaveTheMinuteWhenItIsUsedUp(Answer answer) {
        if (answer.status() != 429
                && answer.header("x-ratelimit-remaining-minute")
                        .filter("0"::equals)
                        .isPresent()) {
            wire.close(points, restOfTheMinute());
        }
    }

    private Duration restOfTheMinute() {
        return Duration.ofSeconds(60 - now().atOffset(ZoneOffset.UTC).getSecond());
    }

    private VendorTrouble trouble(Call call, Answer answer) {
        int status = answer.status();
        if (status == 429) {
            return wire.throttled(call, answer, points, restOfTheMinute());
        }
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            case 408 -> call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
            default -> status < 500 ? Cause.REJECTED : call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
        };
        return new VendorTrouble(
                cause,
                call.what() + ": Salesloft answered with " + status + fields(answer),
                wire.waitSaid(answer).orElse(Duration.ZERO));
    }

    /** Names of fields only: what is said of them quotes what was sent. */
    private static String fields(Answer answer) {
        try {
            String names = String.join(
                    ", ", Json.read("error", answer.body()).path("errors").propertyNames());
            return names.isEmpty() ? "" : " (" + names + ")";
        } catch (VendorTrouble notJson) {
            return "";
        }
    }
}
