package nextbest.vendors.http;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** What came back, read whole. */
public record Answer(int status, HttpHeaders headers, String body) {
    public boolean good() {
        return status / 100 == 2;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Without the body: it may hold what a buyer wrote. */
    @Override
    public String toString() {
        return "Answer[status=" + status + ", " + body.length() + " characters]";
    }
}
