package nextbest.vendors.gong;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import nextbest.vendors.Json;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Gong's HTTP API: authorised, within its limits, its errors sorted. Everything here reads. */
final class GongApi {
    /** How long to wait where Gong does not say. */
    private static final Duration UNLESS_SAID = Duration.ofSeconds(1);

    private final Wire wire;
    private final GongLimits limits;
    private final GongAccess access;

    GongApi(Wire wire, GongLimits limits, GongAccess access) {
        this.wire = Objects.requireNonNull(wire, "wire");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.access = Objects.requireNonNull(access, "access");
    }

    java.time.Instant now() {
        return wire.real().instant();
    }

    /** Empty for 404, which says that there is nothing, and not that something is wrong. */
    Optional<JsonNode> get(String what, String path) {
        return answered(base -> Call.get(what, URI.create(base + path), limits.call()));
    }

    /** Reads with a body; empty for 404. */
    Optional<JsonNode> ask(String what, String path, Map<String, Object> body) {
        return answered(base -> Call.ask(what, URI.create(base + path), Json.write(body), limits.call()));
    }

    /** A token may have been taken back before its time: one more attempt with a new one. */
    private Optional<JsonNode> answered(Function<URI, Call> made) {
        GongAccess.Pass pass = access.pass(Optional.empty());
        Answer answer = send(made, pass);
        if (answer.status() == 401) {
            pass = access.pass(Optional.of(pass));
            answer = send(made, pass);
        }
        Call call = made.apply(pass.base());
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.good()) {
            throw trouble(call, answer);
        }
        return Optional.of(Json.read(call.what(), answer.body()));
    }

    private Answer send(Function<URI, Call> made, GongAccess.Pass pass) {
        return wire.send(
                made.apply(pass.base()).with("Authorization", pass.header()).with("Accept", "application/json"));
    }

    private VendorTrouble trouble(Call call, Answer answer) {
        int status = answer.status();
        if (status == 429) {
            Duration wait = wire.waitSaid(answer).orElse(UNLESS_SAID);
            return wire.throttled(call, answer, limits.exceeded(wait), UNLESS_SAID);
        }
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            case 408, 425 -> Cause.UNAVAILABLE;
            default -> status < 500 ? Cause.REJECTED : Cause.UNAVAILABLE;
        };
        return new VendorTrouble(cause, call.what() + ": Gong answered with " + status + request(answer));
    }

    /** The id of the request and nothing else: the texts of errors quote what was sent. */
    private static String request(Answer answer) {
        try {
            return Json.text(Json.read("error", answer.body()), "requestId")
                    .filter(id -> id.matches("[A-Za-z0-9-]{1,64}"))
                    .map(id -> ", request " + id)
                    .orElse("");
        } catch (VendorTrouble notJson) {
            return "";
        }
    }
}
