package nextbest.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import nextbest.api.request.Correlation;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem document from a filter, where no controller is in sight. */
@Component
public final class ProblemWriter {
    private final JsonMapper mapper;

    ProblemWriter(JsonMapper mapper) {
        this.mapper = mapper;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = mapper.writeValueAsBytes(Problem.of(refusal, request.getRequestURI(), Correlation.of(request)));
        response.resetBuffer();
        response.setStatus(refusal.kind().status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        if (refusal.kind() == ProblemKind.UNAUTHENTICATED) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"nextbest\"");
        }
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
