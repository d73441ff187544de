package nextbest.vendors.chorus;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.vendors.Json;
import nextbest.vendors.http.Answer;
import nextbest.vendors.http.Call;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.http.Wire;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Chorus's HTTP API: authorised, within limits of our own, its errors sorted. */
final class ChorusApi {
    /** No limit is published; who is told "later" without a time waits so long. */
    private static final Duration UNLESS_SAID = Duration.ofSeconds(30);

    private final Wire wire;
    private final URI base;
    private final Limit limit;
    private final Credential credential;

    /** A header and what stands in it. */
    record Credential(String header, String value) {
        /** A secret is not printed. */
        @Override
        public String toString() {
            return "Credential[header=" + header + "]";
        }
    }

    ChorusApi(Wire wire, URI base, Limit limit, Credential credential) {
        this.wire = Objects.requireNonNull(wire, "wire");
        this.base = Objects.requireNonNull(base, "base");
        this.limit = Objects.requireNonNull(limit, "limit");
        this.credential = Objects.requireNonNull(credential, "credential");
    }

    java.time.Instant now() {
        return wire.real().instant();
    }

    /** The list of engagements is plain JSON. */
    JsonNode list(String what, String path) {
        return get(what, path, "application/json")
                .orElseThrow(() -> new VendorTrouble(Cause.REJECTED, what + ": Chorus answered with 404"));
    }

    /** A conversation is JSON:API; empty for 404. */
    Optional<JsonNode> find(String what, String path) {
        return get(what, path, "application/vnd.api+json");
    }

    /** The one thing that is changed at Chorus: whom it calls. What is answered is not published, and not looked at. */
    void register(String what, String path, Map<String, Object> body) {
        Call call = authorised(
                Call.change(what, "POST", URI.create(base + path), Json.write(body), List.of(Toll.one(limit))),
                "application/json");
        Answer answer = wire.send(call);
        if (!answer.good()) {
            throw trouble(call, answer);
        }
    }

    private Optional<JsonNode> get(String what, String path, String accept) {
        Call call = authorised(Call.get(what, URI.create(base + path), List.of(Toll.one(limit))), accept);
        Answer answer = wire.send(call);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.good()) {
            throw trouble(call, answer);
        }
        return Optional.of(Json.read(what, answer.body()));
    }

    private Call authorised(Call call, String accept) {
        return call.with(credential.header(), credential.value()).with("Accept", accept);
    }

    /** The texts of errors quote what was sent, so only the status is told. */
    private VendorTrouble trouble(Call call, Answer answer) {
        int status = answer.status();
        if (status == 429) {
            return wire.throttled(call, answer, limit, UNLESS_SAID);
        }
        Cause cause = switch (status) {
            case 401 -> Cause.UNAUTHORISED;
            case 403 -> Cause.FORBIDDEN;
            case 408, 425 -> Cause.UNAVAILABLE;
            default -> status < 500 ? Cause.REJECTED : Cause.UNAVAILABLE;
        };
        return new VendorTrouble(cause, call.what() + ": Chorus answered with " + status);
    }
}
