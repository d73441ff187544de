package nextbest.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Examples by operation, from files. The build sends the requests and checks the answers against their schemas. */
final class Examples {
    Optional<JsonNode> request(String operation) {
        return read(operation + ".request.json");
    }

    Optional<JsonNode> answer(String operation) {
        return read(operation + ".response.json");
    }

    private static Optional<JsonNode> read(String name) {
        try (InputStream in = Examples.class.getResourceAsStream("/nextbest/api/examples/" + name)) {
            return in == null ? Optional.empty() : Optional.of(Json.mapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("example " + name + " is not JSON", e);
        }
    }
}
