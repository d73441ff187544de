package nextbest.vendors.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request.
 *
 * @param what it is about, for messages: no ids of people, no secrets
 * @param changes whether doing it twice could do harm: when nobody knows how it ended, it counts as uncertain
 * @param tolls what it takes of the vendor's limits
 */
public record Call(
        String what,
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<String> body,
        boolean changes,
        List<Toll> tolls) {
    public Call {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        headers = Map.copyOf(headers);
        tolls = List.copyOf(tolls);
    }

    public static Call get(String what, URI uri, List<Toll> tolls) {
        return new Call(what, "GET", uri, Map.of(), Optional.empty(), false, tolls);
    }

    /** A request with a JSON body that reads, such as a search. */
    public static Call ask(String what, URI uri, String json, List<Toll> tolls) {
        return new Call(what, "POST", uri, Map.of("Content-Type", "application/json"), Optional.of(json), false, tolls);
    }

    /** A request with a JSON body that changes something. */
    public static Call change(String what, String method, URI uri, String json, List<Toll> tolls) {
        return new Call(what, method, uri, Map.of("Content-Type", "application/json"), Optional.of(json), true, tolls);
    }

    public Call with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Call(what, method, uri, all, body, changes, tolls);
    }
}
