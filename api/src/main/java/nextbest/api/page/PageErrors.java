package nextbest.api.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Unstorable;
import nextbest.api.request.Correlation;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What a person sees when a page cannot be shown. */
@ControllerAdvice(basePackageClasses = PageErrors.class)
final class PageErrors {
    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    @ExceptionHandler
    ModelAndView refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(refusal.kind().status());
        return new ModelAndView("problem")
                .addObject("kind", refusal.kind().key())
                .addObject("detail", refusal.getMessage())
                .addObject("correlationId", Correlation.of(request));
    }

    @ExceptionHandler
    ModelAndView database(DataAccessException e, HttpServletRequest request, HttpServletResponse response) {
        return Unstorable.in(e)
                .map(refusal -> refused(refusal, request, response))
                .orElseGet(() -> failed(e, request, response));
    }

    @ExceptionHandler
    ModelAndView failed(RuntimeException e, HttpServletRequest request, HttpServletResponse response) {
        LOG.error("{} {} failed", request.getMethod(), pathOf(request), e);
        response.setStatus(500);
        return new ModelAndView("problem")
                .addObject("kind", "internal")
                .addObject("detail", "")
                .addObject("correlationId", Correlation.of(request));
    }

    /** Without the token of an answer link, which is a key. */
    private static String pathOf(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/a/") ? "/a/…" : request.getRequestURI();
    }
}
