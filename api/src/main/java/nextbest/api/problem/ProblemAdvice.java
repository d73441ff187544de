package nextbest.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.api.request.BodyTooLarge;
import nextbest.api.request.Correlation;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** Turns what controllers throw into problem documents. */
@RestControllerAdvice(annotations = RestController.class)
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal, HttpServletRequest request) {
        return answer(refusal, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(BodyTooLarge e, HttpServletRequest request) {
        return answer(e.refusal(), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        Optional<BodyTooLarge> size = BodyTooLarge.in(e);
        return answer(
                size.map(BodyTooLarge::refusal)
                        .orElseGet(() -> Refusal.of(ProblemKind.MALFORMED, "the body is not what the address expects")),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongParameter(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        Class<?> type = e.getRequiredType();
        return answer(
                Refusal.invalid(
                        e.getName(),
                        String.valueOf(e.getValue()),
                        type == null ? "another value" : "a value that can be read as " + type.getSimpleName()),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> missingParameter(MissingServletRequestParameterException e, HttpServletRequest request) {
        return answer(Refusal.invalid(e.getParameterName(), "nothing", "a value"), request);
    }

    /** A part of the address that is there and says nothing, such as a blank where an id belongs. */
    @ExceptionHandler
    ResponseEntity<Problem> emptyPlace(MissingPathVariableException e, HttpServletRequest request) {
        return answer(
                Refusal.invalid(
                        e.getVariableName(),
                        "nothing",
                        "a value that can be read as "
                                + e.getParameter().getParameterType().getSimpleName()),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> missingPart(MissingServletRequestPartException e, HttpServletRequest request) {
        return answer(Refusal.invalid(e.getRequestPartName(), "nothing", "one or more files"), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMethod(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        String[] allowed = e.getSupportedMethods();
        return answer(
                Refusal.of(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        "saw " + e.getMethod() + ", allowed is "
                                + (allowed == null ? "another method" : String.join(", ", allowed))),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMedia(HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
        return answer(
                Refusal.of(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "saw " + e.getContentType() + ", allowed is "
                                + e.getSupportedMediaTypes().stream()
                                        .map(MediaType::toString)
                                        .collect(Collectors.joining(", "))),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongAnswer(HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
        return answer(
                Refusal.of(ProblemKind.NOT_ACCEPTABLE, "saw Accept: " + request.getHeader(HttpHeaders.ACCEPT)),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> uploadTooLarge(MaxUploadSizeExceededException e, HttpServletRequest request) {
        return answer(Refusal.of(ProblemKind.TOO_LARGE, "the files are larger than an import may be"), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> noUpload(MultipartException e, HttpServletRequest request) {
        return answer(
                BodyTooLarge.in(e)
                        .map(BodyTooLarge::refusal)
                        .orElseGet(() -> Refusal.of(
                                ProblemKind.MALFORMED, "the body is not a multipart form with files (part 'files')")),
                request);
    }

    @ExceptionHandler
    void callerIsGone(AsyncRequestNotUsableException e) {
        LOG.debug("the caller hung up", e);
    }

    @ExceptionHandler
    ResponseEntity<Problem> database(DataAccessException e, HttpServletRequest request) {
        Optional<Refusal> unstorable = Unstorable.in(e);
        if (unstorable.isPresent()) {
            return answer(unstorable.get(), request);
        }
        LOG.error("{} {} failed in the database", request.getMethod(), request.getRequestURI(), e);
        boolean gone = String.valueOf(e.sqlState()).startsWith("08")
                || String.valueOf(e.sqlState()).startsWith("57")
                || e.sqlState() == null;
        return answer(
                gone
                        ? Refusal.of(ProblemKind.UNAVAILABLE, "the database does not answer; try again")
                        : Refusal.of(ProblemKind.INTERNAL, "the correlation id leads to the reason in the logs"),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> unexpected(Exception e, HttpServletRequest request) {
        Optional<BodyTooLarge> size = BodyTooLarge.in(e);
        if (size.isPresent()) {
            return answer(size.get().refusal(), request);
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(Refusal.of(ProblemKind.INTERNAL, "the correlation id leads to the reason in the logs"), request);
    }

    private static ResponseEntity<Problem> answer(Refusal refusal, HttpServletRequest request) {
        return ResponseEntity.status(refusal.kind().status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(Problem.of(refusal, request.getRequestURI(), Correlation.of(request)));
    }
}
