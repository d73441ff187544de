package nextbest.api.product;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.problem.Refuses;
import nextbest.api.security.Act;
import nextbest.api.security.Caller;
import nextbest.api.security.Requires;
import nextbest.store.security.AuditTrail;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes files of marketing, research and correspondence in. */
@RestController
@Tag(name = "Products")
class DocumentController {
    /** One form holds at most so many files. */
    private static final int MOST_FILES = 20;

    private static final List<String> KINDS = List.of("MARKETING", "RESEARCH", "MAIL", "CALL", "OTHER");

    private final Uploads uploads;
    private final AuditTrail audit;

    DocumentController(Uploads uploads, AuditTrail audit) {
        this.uploads = uploads;
        this.audit = audit;
    }

    @Schema(name = "UploadedDocument", description = "What became of a file.")
    record UploadedView(
            @Schema(description = "The name of the file.") String file,

            @Schema(description = "TAKEN, DUPLICATE (the same file was there) or REFUSED.")
            Uploads.Status status,

            @Schema(description = "The title that was read; absent if it was refused.")
            Optional<String> title,

            @Schema(description = "PDF, HTML, MARKDOWN or TEXT; absent if it was refused.")
            Optional<String> format,

            @Schema(description = "How many characters of text were read.")
            int characters,

            @Schema(description = "What to know: another encoding, pages without text; or why it was refused.")
            List<String> remarks) {}

    @Schema(description = "What became of the files, in their order.")
    record UploadedDocumentsView(List<UploadedView> documents) {}

    @PostMapping(value = "/api/v1/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Requires(Act.UPLOAD_DOCUMENTS)
    @Refuses({ProblemKind.MALFORMED, ProblemKind.TOO_LARGE, ProblemKind.UNSUPPORTED_MEDIA_TYPE, ProblemKind.INVALID})
    @Operation(
            operationId = "uploadDocuments",
            summary = "Upload material, research or correspondence",
            description =
                    "PDF with text, HTML, Markdown or plain text, up to 25 MB together. A file that cannot be read is refused"
                            + " with the reason, and the others are taken. The same file again changes nothing. What is taken is"
                            + " read for topics, and the clients that it concerns are screened.")
    UploadedDocumentsView upload(
            @Parameter(description = "The files.") @RequestPart("files") List<MultipartFile> files,
            @Parameter(description = "MARKETING, RESEARCH, MAIL, CALL or OTHER.") @RequestParam(required = false)
                    String kind,
            @Parameter(description = "Which client it comes from or is about: our id, SOURCE:ID, or its name.")
                    @RequestParam(required = false)
                    String client,
            @Parameter(description = "Where people open it.") @RequestParam(required = false) String link,
            Caller caller)
            throws IOException {
        if (files.isEmpty() || files.size() > MOST_FILES) {
            throw Refusal.invalid("files", files.size() + " files", "1 to " + MOST_FILES);
        }
        String wanted = Optional.ofNullable(kind).orElse("").toUpperCase(Locale.ROOT);
        if (!KINDS.contains(wanted)) {
            throw Refusal.invalid("kind", kind == null ? "nothing" : kind, String.join(", ", KINDS));
        }
        Uploads.About about = uploads.about(caller, wanted, Optional.ofNullable(client), Optional.ofNullable(link));
        List<UploadedView> taken = new ArrayList<>();
        for (MultipartFile file : files) {
            taken.add(uploads.take(caller, name(file), file.getBytes(), about));
        }
        uploads.tell(caller);
        audit.note(
                caller.tenant(),
                caller.name(),
                "upload-documents",
                wanted,
                Map.of("files", taken.stream().map(UploadedView::file).toList().toString()));
        return new UploadedDocumentsView(taken);
    }

    /** A name without a path. */
    private static String name(MultipartFile file) {
        String[] parts = String.valueOf(file.getOriginalFilename()).split("[/\\\\]", -1);
        String last = parts[parts.length - 1].replaceAll("\\p{Cntrl}", "_");
        return Arrays.stream(new String[] {last})
                .filter(name -> !name.isBlank())
                .map(name -> name.length() > 150 ? name.substring(name.length() - 150) : name)
                .findFirst()
                .orElse("file");
    }
}
