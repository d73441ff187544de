package nextbest.vendors.hubspot;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import nextbest.vendors.Json;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Toll;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** HubSpot's HTTP API: authorised, within its limits, its errors sorted. */
final class HubSpotApi {
    private final Wire wire;
    private final URI base;
    private final HubSpotLimits limits;
    private final HubSpotAccess access;

    HubSpotApi(Wire wire, URI base, HubSpotLimits limits, HubSpotAccess access) {
        this.wire = Objects.requireNonNull(wire, "wire");
        this.base = Objects.requireNonNull(base, "base");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.access = Objects.requireNonNull(access, "access");
    }

    java.time.Instant now() {
        return wire.real().instant();
    }

    JsonNode get(String what, String path) {
        return good(Call.get(what, address(path), limits.call()));
    }

    /** Empty for 404. */
    Optional<JsonNode> find(String what, String path) {
        Call call = Call.get(what, address(path), limits.call());
        Answer answer = authorised(call);
        return answer.status() == 404 ? Optional.empty() : Optional.of(json(call, answer));
    }

    /** Reads with a body. */
    JsonNode ask(String what, String path, Object body) {
        return good(Call.ask(what, address(path), Json.write(body), limits.call()));
    }

    JsonNode search(String what, String path, Object body) {
        List<Toll> tolls = limits.search();
        return good(Call.ask(what, address(path), Json.write(body), tolls));
    }

    JsonNode change(String what, String method, String path, Object body) {
        return good(Call.change(what, method, address(path), Json.write(body), limits.call()));
    }

    /** Changes something that needs no body: the contract names none, so none is sent. */
    void put(String what, String path) {
        var unused = good(new Call(what, "PUT", address(path), Map.of(), Optional.empty(), true, limits.call()));
        assert unused != null;
    }

    /** As {@link #change}; empty if it is there already (409). */
    Optional<JsonNode> create(String what, String path, Object body) {
        Call call = Call.change(what, "POST", address(path), Json.write(body), limits.call());
        Answer answer = authorised(call);
        return answer.status() == 409 ? Optional.empty() : Optional.of(json(call, answer));
    }

    private URI address(String path) {
        return URI.create(base + path);
    }

    private JsonNode good(Call call) {
        return json(call, authorised(call));
    }

    private JsonNode json(Call call, Answer answer) {
        if (answer.good()) {
            return answer.body().isBlank() ? Json.read(call.what(), "{}") : Json.read(call.what(), answer.body());
        }
        throw trouble(call, answer);
    }

    /** A token may have been taken back before its time: one more attempt with a new one. */
    private Answer authorised(Call call) {
        String token = access.token(Optional.empty());
        Answer answer = wire.send(call.with("Authorization", "Bearer " + token));
        if (answer.status() != 401) {
            return answer;
        }
        return wire.send(call.with("Authorization", "Bearer " + access.token(Optional.of(token))));
    }

    private VendorTrouble trouble(Call call, Answer answer) {
        JsonNode error = error(answer);
        int status = answer.status();
        if (status == 429) {
            HubSpotLimits.Exceeded exceeded =
                    limits.exceeded(Json.text(error, "policyName").orElse(""));
            return wire.throttled(call, answer, exceeded.limit(), exceeded.unlessSaid());
        }
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            case 408, 423 -> call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
            default -> status < 500 ? Cause.REJECTED : call.changes() ? Cause.UNCERTAIN : Cause.UNAVAILABLE;
        };
        return new VendorTrouble(cause, call.what() + ": HubSpot answered with " + status + detail(error));
    }

    private static JsonNode error(Answer answer) {
        try {
            return Json.read("error", answer.body());
        } catch (VendorTrouble notJson) {
            return Json.read("error", "{}");
        }
    }

    /** Codes only: messages quote what was sent. */
    private static String detail(JsonNode error) {
        String codes = StreamSupport.stream(error.path("errors").spliterator(), false)
                .flatMap(one -> Json.text(one, "code").stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return Json.text(error, "category").map(c -> ", category " + c).orElse("")
                + (codes.isEmpty() ? "" : " (" + codes + ")")
                + Json.text(error, "correlationId")
                        .map(c -> ", correlation id " + c)
                        .orElse("");
    }
}
