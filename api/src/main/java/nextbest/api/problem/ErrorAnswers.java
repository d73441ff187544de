package nextbest.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import nextbest.api.request.Correlation;
import nextbest.api.security.Open;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Errors that no controller saw: addresses that do not exist, methods that an address does not know, lost forms. */
@Controller
final class ErrorAnswers implements ErrorController {
    @RequestMapping("/error")
    @Open(why = "says nothing but that something went wrong")
    Object answer(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri ? uri : "";
        if (path.startsWith("/api/") || path.startsWith("/actuator")) {
            Refusal refusal = Refusal.of(kindOf(status), detail(status, path));
            return ResponseEntity.status(refusal.kind().status())
                    .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                    .body(Problem.of(refusal, path, Correlation.of(request)));
        }
        ModelAndView page = new ModelAndView("error");
        page.setStatus(org.springframework.http.HttpStatusCode.valueOf(status));
        page.addObject("status", status);
        page.addObject("message", "error." + (status == 403 ? 403 : status < 500 ? 404 : 500));
        page.addObject("correlationId", Correlation.of(request));
        return page;
    }

    private static ProblemKind kindOf(int status) {
        for (ProblemKind kind : ProblemKind.values()) {
            if (kind.status() == status) {
                return kind;
            }
        }
        return status < 500 ? ProblemKind.MALFORMED : ProblemKind.INTERNAL;
    }

    private static String detail(int status, String path) {
        return switch (status) {
            case 404 -> "there is no address " + path + "; /api/openapi.json lists those that exist";
            case 405 -> "the address does not know this method; /api/openapi.json lists those that it knows";
            default -> "the correlation id leads to the reason in the logs";
        };
    }
}
