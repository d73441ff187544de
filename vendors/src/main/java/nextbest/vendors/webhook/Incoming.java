package nextbest.vendors.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A call as it came. */
public final class Incoming {
    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Instant at;

    /**
     * @param uri the public address that was called, from configuration and not from what the caller says of itself
     * @param headers the first value of each
     * @param body the raw bytes
     * @param at real time of arrival
     */
    public Incoming(String method, URI uri, Map<String, String> headers, byte[] body, Instant at) {
        this.method = Objects.requireNonNull(method, "method");
        this.uri = Objects.requireNonNull(uri, "uri");
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body.clone();
        this.at = Objects.requireNonNull(at, "at");
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    /** A header by its name, whatever the case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public byte[] body() {
        return body.clone();
    }

    /** Real time of arrival. */
    public Instant at() {
        return at;
    }

    /** Without headers and body: the first hold signatures, the second what a buyer wrote. */
    @Override
    public String toString() {
        return "Incoming[" + method + " " + uri.getPath() + ", " + body.length + " bytes]";
    }
}
